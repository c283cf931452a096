// verify: judges the cases that fv_tlog_vectors writes to its stdin, by code that nobody here wrote:
// golang.org/x/mod/sumdb's note and tlog. Answers with one JSON object: how often which verdict met which, and the
// first lines on which the two disagree or that are wrong in themselves.
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const maxFindings = 20

type judge struct {
	log, witness note.Verifier
	checkpoints  map[int64]tlog.Tree // genuine ones that were accepted
	tiles        tlog.HashReader
	Tally        map[string]int // "kind class ours=1 theirs=1"
	Findings     []string
}

func main() {
	j := &judge{checkpoints: map[int64]tlog.Tree{}, Tally: map[string]int{}}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if err := j.line(strings.Split(lines.Text(), " ")); err != nil {
			j.finding("%s: %v", lines.Text(), err)
		}
	}
	if err := lines.Err(); err != nil {
		j.finding("cannot read: %v", err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(j); err != nil {
		os.Exit(1)
	}
}

func (j *judge) finding(format string, words ...interface{}) {
	if len(j.Findings) < maxFindings {
		j.Findings = append(j.Findings, fmt.Sprintf(format, words...))
	}
}

func (j *judge) line(w []string) error {
	switch w[0] {
	case "key":
		return j.key(w[1], w[2])
	case "tiles":
		return j.openTiles(w[1], number(w[2]))
	case "tile_inclusion":
		proof, err := tlog.ProveRecord(number(w[2]), number(w[1]), j.tiles)
		return j.same("tile_inclusion", proof, w[3], err)
	case "tile_consistency":
		proof, err := tlog.ProveTree(number(w[2]), number(w[1]), j.tiles)
		return j.same("tile_consistency", proof, w[3], err)
	}
	theirs := 0
	err := j.check(w)
	if err == nil {
		theirs = 1
	}
	j.Tally[fmt.Sprintf("%s %s ours=%s theirs=%d", w[0], w[1], w[2], theirs)]++
	if w[2] != strconv.Itoa(theirs) || w[1] == "genuine" && theirs == 0 || (w[1] == "mutated" || w[1] == "rewritten") && theirs == 1 {
		return fmt.Errorf("theirs: %v", err)
	}
	return nil
}

// nil: accepted.
func (j *judge) check(w []string) error {
	switch w[0] {
	case "note":
		tree, err := j.checkpoint(bytesOf(w[3]))
		if err == nil && w[1] == "genuine" {
			j.checkpoints[tree.N] = tree
		}
		return err
	case "inclusion":
		if err := j.rootOf(w[1], number(w[4]), w[6]); err != nil {
			return err
		}
		return tlog.CheckRecord(proofOf(w[7]), number(w[4]), hash(w[6]), number(w[3]), hash(w[5]))
	case "consistency":
		if err := j.rootOf(w[1], number(w[4]), w[6]); err != nil {
			return err
		}
		return tlog.CheckTree(tlog.TreeProof(proofOf(w[7])), number(w[4]), hash(w[6]), number(w[3]), hash(w[5]))
	case "file":
		return j.proofFile(string(bytesOf(w[3])), bytesOf(w[4]))
	}
	return fmt.Errorf("no such kind")
}

// A genuine case is about a root that was in a checkpoint.
func (j *judge) rootOf(class string, size int64, root string) error {
	if class == "genuine" && j.checkpoints[size].Hash != hash(root) {
		return fmt.Errorf("not the root of a checkpoint")
	}
	return nil
}

func (j *judge) key(whose, vkey string) (err error) {
	if whose == "log" {
		j.log, err = note.NewVerifier(vkey)
	} else {
		j.witness, err = newCosignatureVerifier(vkey)
	}
	return err
}

// checkpoint demands both signatures, as a policy with that one witness does.
func (j *judge) checkpoint(message []byte) (tlog.Tree, error) {
	opened, err := note.Open(message, note.VerifierList(j.log, j.witness))
	if err != nil {
		return tlog.Tree{}, err
	}
	if len(opened.Sigs) != 2 {
		return tlog.Tree{}, fmt.Errorf("signed by %d of 2", len(opened.Sigs))
	}
	origin, rest, found := strings.Cut(opened.Text, "\n")
	if !found || origin != j.log.Name() || strings.Count(rest, "\n") != 2 {
		return tlog.Tree{}, fmt.Errorf("not a checkpoint of that log")
	}
	return tlog.ParseTree([]byte("go.sum database tree\n" + rest))
}

func (j *judge) same(kind string, theirs []tlog.Hash, ours string, err error) error {
	if err != nil {
		return err
	}
	if text(theirs) != ours {
		return fmt.Errorf("another proof than theirs: %s", text(theirs))
	}
	j.Tally[kind]++
	return nil
}

// The vectors' own fields are well-formed; anything else is a defect of the test.
func number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		panic(err)
	}
	return n
}

func bytesOf(text string) []byte {
	if text == "-" {
		return nil
	}
	bytes, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil {
		panic(err)
	}
	return bytes
}

func hash(text string) tlog.Hash {
	hash, err := tlog.ParseHash(text)
	if err != nil {
		panic(err)
	}
	return hash
}

func proofOf(text string) tlog.RecordProof {
	if text == "-" {
		return nil
	}
	var proof tlog.RecordProof
	for _, one := range strings.Split(text, ",") {
		proof = append(proof, hash(one))
	}
	return proof
}

func text(proof []tlog.Hash) string {
	var words []string
	for _, one := range proof {
		words = append(words, one.String())
	}
	if len(words) == 0 {
		return "-"
	}
	return strings.Join(words, ",")
}
