module example.com/outbound/auth/awssigv4

go 1.26.0

replace example.com/outbound => ../../

require (
	example.com/outbound v0.0.0
	github.com/aws/aws-sdk-go-v2 v1.48.0
	github.com/aws/aws-sdk-go-v2/credentials v1.21.0
)

require (
	code.dny.dev/ssrf v0.3.0 // indirect
	github.com/aws/smithy-go v1.28.9 // indirect
	github.com/dunglas/httpsfv v1.1.2 // indirect
	github.com/go-resty/resty/v2 v2.17.2 // indirect
	github.com/mattn/go-colorable v0.1.14 // indirect
	github.com/mattn/go-isatty v0.0.20 // indirect
	github.com/rs/zerolog v1.35.1 // indirect
	golang.org/x/net v0.50.0 // indirect
	golang.org/x/sys v0.41.0 // indirect
	golang.org/x/text v0.34.0 // indirect
)
