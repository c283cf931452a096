package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

// Tiles in a folder, under the names of C2SP tlog-tiles; tlog has the height in its names and says data for entries.
type tileFolder string

func (f tileFolder) file(tile tlog.Tile) ([]byte, error) {
	path := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", tileHeight))
	if tile.L == -1 {
		path = strings.Replace(path, "data/", "entries/", 1)
	}
	return os.ReadFile(filepath.Join(string(f), "tile", path))
}

func (f tileFolder) Height() int { return tileHeight }

func (f tileFolder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		bytes, err := f.file(tile)
		if err != nil {
			return nil, err
		}
		all = append(all, bytes)
	}
	return all, nil
}

func (f tileFolder) SaveTiles([]tlog.Tile, [][]byte) {}

// openTiles has tlog check every leaf's hash in the tiles against the checkpoint, and every entry against its leaf.
func (j *judge) openTiles(folder string, size int64) error {
	tree, known := j.checkpoints[size]
	if !known {
		return fmt.Errorf("no checkpoint of that size")
	}
	files := tileFolder(folder)
	j.tiles = tlog.TileHashReader(tree, files)
	for first := int64(0); first < size; first += 1 << tileHeight {
		bundle := tlog.Tile{H: tileHeight, L: -1, N: first >> tileHeight, W: 1 << tileHeight}
		if first+int64(bundle.W) > size {
			bundle.W = int(size - first)
		}
		if err := j.checkBundle(files, bundle, first); err != nil {
			return err
		}
	}
	return nil
}

func (j *judge) checkBundle(files tileFolder, bundle tlog.Tile, first int64) error {
	var indexes []int64
	for i := 0; i < bundle.W; i++ {
		indexes = append(indexes, tlog.StoredHashIndex(0, first+int64(i)))
	}
	leaves, err := j.tiles.ReadHashes(indexes)
	if err != nil {
		return err
	}
	entries, err := files.file(bundle)
	if err != nil {
		return err
	}
	for i, leaf := range leaves {
		if len(entries) < 2 || len(entries) < 2+int(binary.BigEndian.Uint16(entries)) {
			return fmt.Errorf("bundle %d ends before entry %d", bundle.N, i)
		}
		length := int(binary.BigEndian.Uint16(entries))
		if tlog.RecordHash(entries[2:2+length]) != leaf {
			return fmt.Errorf("entry %d of bundle %d is not the leaf's", i, bundle.N)
		}
		entries = entries[2+length:]
		j.Tally["entry"]++
	}
	if len(entries) > 0 {
		return fmt.Errorf("bundle %d holds more", bundle.N)
	}
	return nil
}
