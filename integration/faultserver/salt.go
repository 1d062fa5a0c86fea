package faultserver

import "strings"

// Salt puts a field into the head of every answer from now on, those that a
// step breaks off included.
func (s *Server) Salt(name, value string) {
	s.saltMu.Lock()
	defer s.saltMu.Unlock()
	s.salt = append(s.salt, name, value)
}

// salted is the salt, names and values by turns.
func (s *Server) salted() []string {
	s.saltMu.Lock()
	defer s.saltMu.Unlock()
	return s.salt[:len(s.salt):len(s.salt)]
}

// season is text with the salt behind its status line, if it has one.
func (s *Server) season(text string) string {
	status, rest, ok := strings.Cut(text, "\r\n")
	if !ok || !strings.HasPrefix(status, "HTTP/") {
		return text
	}
	var b strings.Builder
	for salt := s.salted(); len(salt) > 0; salt = salt[2:] {
		b.WriteString(salt[0] + ": " + salt[1] + "\r\n")
	}
	return status + "\r\n" + b.String() + rest
}
