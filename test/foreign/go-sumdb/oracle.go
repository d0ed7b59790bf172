// A verifier that we did not write: Go's golang.org/x/mod/sumdb (note, tlog), from Debian, reads what our log gives out.
// It takes a question a line, as JSON, and answers each with a line: "ok", or what is wrong.
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type question struct {
	Ask        string   // checkpoint, inclusion, consistency, tiles
	Vkey, Note string   // of a checkpoint
	Leaf       []byte   // inclusion: the bytes of the leaf
	Index      int64    // of the leaf
	Proof      [][]byte // inclusion or consistency
	Size, Old  int64    // tree sizes
	Root, Was  []byte   // and roots
	Folder     string   // tiles: the folder that holds them
	Indexes    []int64  // tiles: the leaves to prove from the tiles alone
}

func hash(b []byte) (h tlog.Hash) { copy(h[:], b); return }

func proof(p [][]byte) (q []tlog.Hash) {
	for _, b := range p {
		q = append(q, hash(b))
	}
	return
}

// tree opens a note under a key and reads the checkpoint in it: origin, size, root.
func tree(vkey, text string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open([]byte(text), note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("no checkpoint of this origin")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	return tlog.Tree{N: size, Hash: hash(root)}, err
}

// files reads tiles of height 8 as c2sp.org/tlog-tiles lays them out. TileHashReader checks each against the tree's root.
type files struct{ folder string }

func (files) Height() int                             { return 8 }
func (files) SaveTiles(tiles []tlog.Tile, _ [][]byte) {}
func (f files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, t := range tiles {
		path := strings.TrimPrefix(t.Path(), "tile/8/") // Go names the height; C2SP has but one
		data, err := os.ReadFile(filepath.Join(f.folder, "tile", path))
		if err != nil && t.W < 256 { // a full tile serves as well
			full := t
			full.W = 256
			data, err = os.ReadFile(filepath.Join(f.folder, "tile", strings.TrimPrefix(full.Path(), "tile/8/")))
		}
		if err != nil {
			return nil, err
		}
		if len(data) < t.W*tlog.HashSize {
			return nil, fmt.Errorf("%s is too short", path)
		}
		all = append(all, data[:t.W*tlog.HashSize])
	}
	return all, nil
}

func answer(q question) error {
	switch q.Ask {
	case "checkpoint":
		_, err := tree(q.Vkey, q.Note)
		return err
	case "inclusion":
		return tlog.CheckRecord(proof(q.Proof), q.Size, hash(q.Root), q.Index, tlog.RecordHash(q.Leaf))
	case "consistency":
		return tlog.CheckTree(proof(q.Proof), q.Size, hash(q.Root), q.Old, hash(q.Was))
	case "tiles":
		t, err := tree(q.Vkey, q.Note)
		if err != nil {
			return err
		}
		reader := tlog.TileHashReader(t, files{q.Folder})
		if root, err := tlog.TreeHash(t.N, reader); err != nil || root != t.Hash {
			return fmt.Errorf("the tiles do not have the root: %v", err)
		}
		for _, index := range q.Indexes {
			leaf, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
			if err != nil {
				return err
			}
			p, err := tlog.ProveRecord(t.N, index, reader)
			if err != nil {
				return err
			}
			if err := tlog.CheckRecord(p, t.N, t.Hash, index, leaf[0]); err != nil {
				return err
			}
		}
		return nil
	}
	return errors.New("no such question")
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<26)
	for in.Scan() {
		var q question
		err := json.Unmarshal(in.Bytes(), &q)
		if err == nil {
			err = answer(q)
		}
		if err != nil {
			fmt.Println(strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Println("ok")
		}
	}
}
