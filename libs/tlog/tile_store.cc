#include "libs/tlog/tile_store.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/base/check.h"
#include "libs/tlog/encoding.h"

namespace fallverbund::tlog {
namespace {

// "x001/x234/067", read from its end.
std::string IndexPath(uint64_t index) {
  std::string path = absl::StrFormat("%03d", index % 1000);
  for (index /= 1000; index > 0; index /= 1000) path = absl::StrFormat("x%03d/%s", index % 1000, path);
  return path;
}

// Whatever is not written back the same way is no index.
std::optional<uint64_t> ParseIndexPath(std::string_view path) {
  std::string digits;
  for (const char c : path) {
    if (c != 'x' && c != '/') digits.push_back(c);
  }
  const size_t first = digits.find_first_not_of('0');
  if (digits.empty()) return std::nullopt;
  const auto index = ParseDecimal(first == digits.npos ? "0" : std::string_view(digits).substr(first));
  if (!index || IndexPath(*index) != path) return std::nullopt;
  return index;
}

bool Drop(std::string_view prefix, std::string_view& text) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

}  // namespace

std::string TilePath(const TileName& tile) {
  FV_CHECK(tile.level >= kEntries && tile.level <= kMaxTileLevel);
  FV_CHECK(tile.width > 0 && tile.width <= kTileWidth);
  const std::string level = tile.level == kEntries ? "entries" : absl::StrCat(tile.level);
  const std::string path = absl::StrCat("tile/", level, "/", IndexPath(tile.index));
  return tile.full() ? path : absl::StrCat(path, ".p/", tile.width);
}

std::optional<TileName> ParseTilePath(std::string_view path) {
  TileName tile;
  if (!Drop("tile/", path)) return std::nullopt;
  const size_t slash = path.find('/');
  if (slash == path.npos) return std::nullopt;
  if (path.substr(0, slash) == "entries") {
    tile.level = kEntries;
  } else {
    const auto level = ParseDecimal(path.substr(0, slash));
    if (!level || *level > static_cast<uint64_t>(kMaxTileLevel)) return std::nullopt;
    tile.level = static_cast<int>(*level);
  }
  path.remove_prefix(slash + 1);
  if (const size_t partial = path.find(".p/"); partial != path.npos) {
    const auto width = ParseDecimal(path.substr(partial + 3));
    if (!width || *width == 0 || *width >= kTileWidth) return std::nullopt;
    tile.width = *width;
    path = path.substr(0, partial);
  }
  const auto index = ParseIndexPath(path);
  if (!index) return std::nullopt;
  tile.index = *index;
  return tile;
}

}  // namespace fallverbund::tlog
