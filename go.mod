module example.com/outbound

go 1.26.0
