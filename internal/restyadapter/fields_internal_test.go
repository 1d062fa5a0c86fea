package restyadapter

import "testing"

func TestAFieldOrAFunctionOfRestyHasBeenRenamed(t *testing.T) {
	if err := checkResty(); err != nil {
		t.Error(err)
	}
}
