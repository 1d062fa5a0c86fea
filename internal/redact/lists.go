package redact

import "strings"

// inside make a name sensitive wherever they occur in it. They are keyed by their
// first letter.
var inside = byLetter(`
	password passwd passwort passphrase passcode passkey kennwort pwd pswd secret token
	authorization authenticat credential bearer cookie session sessid jwt signature assertion
	apikey accesskey privatekey privkey subscriptionkey signingkey encryptionkey masterkey accountkey consumerkey
	licensekey licencekey sharedkey storagekey authkey appkey applicationkey clientkey
	authcode accesscode securitycode pincode codeverifier
	connectionstring connstr webhookurl signedurl seedphrase recoveryphrase
	cardnumber creditcard socialsecurity samlresponse samlrequest`)

// wholeParts make a name sensitive if one of its parts is exactly this.
var wholeParts = set(`auth xauth key sign pan`)

// singleWords make a name sensitive if one of its words is exactly this.
var singleWords = set(`
	pass pwd psw pw pin psk sid otp totp hotp sig cvv cvc csc ssn iban dsn cred creds saml
	csrf xsrf hmac sas mnemonic`)

// lastWords make a name sensitive as the last word of a part: proxy_auth is a
// secret, auth_type is not.
var lastWords = set(`auth mfa`)

// harmless are parts of names that only look like a secret: a type, a count and
// an address of OAuth and OpenID, the counts of language models and of tests.
var harmless = set(`
	tokentype tokenendpoint authorizationendpoint
	maxtokens prompttokens completiontokens totaltokens inputtokens outputtokens`)

// endings are words that end in "pass".
var endings = list(`compass bypass trespass overpass underpass encompass surpass`)

// plainKeys are the words before a "key" that is no secret.
var plainKeys = set(`
	public primary foreign partition sort sorting hash range row unique natural composite cache object
	idempotency lookup message translation error surrogate websocket group index feature issue project
	event metric map parameter param option attribute property header field tag label`)

// plainCodes are the words before a "code" that is no secret.
var plainCodes = set(`
	status error err fault failure warning reason response result return exit http message event action
	country state region area city county province district postal post zip currency language lang locale
	product item sku category type class unit color colour material model brand department
	airport airline carrier iata icao station bank branch sort swift bic tax hs tariff
	site location store warehouse vendor supplier customer order company org
	sub ret resp rsp res biz msg rc grpc rpc sql
	source byte machine qr bar char key dial dialing calling phone mime
	promo coupon discount campaign plan course subject title job market exchange
	system os service operation network decline gateway avs diagnosis procedure drug`)

func list(words string) (all [][]byte) {
	for _, w := range strings.Fields(words) {
		all = append(all, []byte(w))
	}
	return all
}

func byLetter(words string) (all [256][][]byte) {
	for _, w := range list(words) {
		all[w[0]] = append(all[w[0]], w)
	}
	return all
}

func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(words) {
		all[w] = true
	}
	return all
}
