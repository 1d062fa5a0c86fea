module example.com/outbound

go 1.26.0

require (
	code.dny.dev/ssrf v0.3.0
	github.com/dunglas/httpsfv v1.1.2
	github.com/go-resty/resty/v2 v2.17.2
	github.com/golang-jwt/jwt/v5 v5.3.1
	github.com/google/go-cmp v0.7.0
	github.com/icholy/digest v1.2.0
	github.com/jarcoal/httpmock v1.4.2
	github.com/rs/zerolog v1.35.1
	golang.org/x/net v0.50.0
	golang.org/x/oauth2 v0.38.0
	golang.org/x/text v0.34.0
)

require (
	github.com/mattn/go-colorable v0.1.14 // indirect
	github.com/mattn/go-isatty v0.0.20 // indirect
	golang.org/x/sys v0.41.0 // indirect
)
