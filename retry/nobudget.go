package retry

// noBudget is the one pointer that NoBudget returns.
var noBudget = NewBudget(0, 0)

// NoBudget returns a budget that never refuses, the same pointer every time: for a
// policy that must not keep the budget of an earlier one. It keeps no state.
func NoBudget() *Budget { return noBudget }
