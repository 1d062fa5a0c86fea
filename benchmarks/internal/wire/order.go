package wire

// Order is an answer as services give it: a few fields, a nested object, lists.
type Order struct {
	ID       int64    `json:"id"`
	Number   string   `json:"number"`
	State    string   `json:"state"`
	Customer Customer `json:"customer"`
	Lines    []Line   `json:"lines"`
	Tags     []string `json:"tags"`
	Note     string   `json:"note"`
}

// Customer is who ordered.
type Customer struct {
	Name  string `json:"name"`
	Email string `json:"email"`
	City  string `json:"city"`
}

// Line is one position of an [Order].
type Line struct {
	SKU   string  `json:"sku"`
	Unit  string  `json:"unit"`
	Count int     `json:"count"`
	Price float64 `json:"price"`
}

// Batch is the body of a POST, 3 bytes short of 4 KiB once encoded.
type Batch struct {
	Orders []Order `json:"orders"`
}
