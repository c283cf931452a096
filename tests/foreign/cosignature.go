package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// A witness's key, which Debian's sumdb/note does not know, as C2SP tlog-cosignature has it.
type cosignatureVerifier struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func newCosignatureVerifier(vkey string) (note.Verifier, error) {
	words := strings.SplitN(vkey, "+", 3)
	if len(words) != 3 {
		return nil, fmt.Errorf("not a key: %s", vkey)
	}
	key, err := base64.StdEncoding.DecodeString(words[2])
	if err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != 4 {
		return nil, fmt.Errorf("not the key of a witness: %s", vkey)
	}
	id := binary.BigEndian.Uint32(sum(words[0] + "\n" + string(key)))
	if fmt.Sprintf("%08x", id) != words[1] {
		return nil, fmt.Errorf("not that key's id: %s", vkey)
	}
	return &cosignatureVerifier{words[0], id, key[1:]}, nil
}

func sum(text string) []byte {
	digest := sha256.Sum256([]byte(text))
	return digest[:]
}

func (v *cosignatureVerifier) Name() string    { return v.name }
func (v *cosignatureVerifier) KeyHash() uint32 { return v.id }

func (v *cosignatureVerifier) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(signature), text)
	return ed25519.Verify(v.key, []byte(message), signature[8:])
}
