package restyadapter

import "testing"

func TestAFieldOrAFunctionOfRestyHasBeenRenamed(t *testing.T) {
	if err := checkVersion(); err != nil {
		t.Error(err)
	}
}
