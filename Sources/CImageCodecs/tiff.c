/*
 * libtiff returns from its errors, so nothing jumps here; but it prints, unless each handle is given its own handlers
 * (since libtiff 4.5). The first error of a call is what the caller is told; warnings, which mostly speak of private
 * tags, are dropped.
 */
#include <tiffio.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CImageCodecs.h"
#include "buffer.h"

#if TIFFLIB_VERSION < 20221213
#error "libtiff 4.5 or later is needed: older ones cannot report errors per file"
#endif

typedef struct tiff_session {
  const uint8_t *bytes;
  uint64_t count;
  uint64_t offset;
  char *message;
  /* Whether a warning is a failure, too. */
  int is_strict;
  TIFF *tiff;
} tiff_session;

static void fail(tiff_session *session, const char *text) {
  if (session->message[0] == '\0') cimage_set_message(session->message, text);
}

static int on_error(TIFF *tiff, void *context, const char *module, const char *format, va_list arguments) {
  (void)tiff;
  (void)module;
  char text[CIMAGE_MESSAGE_LENGTH];
  vsnprintf(text, sizeof text, format, arguments);
  fail(context, text);
  return 1;
}

static int on_warning(TIFF *tiff, void *context, const char *module, const char *format, va_list arguments) {
  const tiff_session *session = context;
  return session->is_strict ? on_error(tiff, context, module, format, arguments) : 1;
}

static tmsize_t read_bytes(thandle_t handle, void *target, tmsize_t count) {
  tiff_session *session = handle;
  if (count <= 0 || session->offset >= session->count) return 0;
  const uint64_t left = session->count - session->offset;
  const size_t taken = (uint64_t)count < left ? (size_t)count : (size_t)left;
  memcpy(target, session->bytes + session->offset, taken);
  session->offset += taken;
  return (tmsize_t)taken;
}

static tmsize_t write_nothing(thandle_t handle, void *source, tmsize_t count) {
  (void)handle;
  (void)source;
  (void)count;
  return 0;
}

static toff_t seek_to(thandle_t handle, toff_t offset, int whence) {
  tiff_session *session = handle;
  if (whence == SEEK_CUR) offset += session->offset;
  if (whence == SEEK_END) offset += session->count;
  session->offset = offset;
  return offset;
}

static int close_nothing(thandle_t handle) {
  (void)handle;
  return 0;
}

static toff_t size_of_file(thandle_t handle) { return ((tiff_session *)handle)->count; }

static int open_tiff(tiff_session *session, size_t largest_allocation) {
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
  if (options == NULL) {
    fail(session, "no memory");
    return 0;
  }
  TIFFOpenOptionsSetErrorHandlerExtR(options, on_error, session);
  TIFFOpenOptionsSetWarningHandlerExtR(options, on_warning, session);
  TIFFOpenOptionsSetMaxSingleMemAlloc(options, (tmsize_t)largest_allocation);
  session->tiff = TIFFClientOpenExt(
    "image", "rm", session, read_bytes, write_nothing, seek_to, close_nothing, size_of_file, NULL, NULL, options);
  TIFFOpenOptionsFree(options);
  if (session->tiff == NULL) fail(session, "the first directory cannot be read");
  return session->tiff != NULL;
}

static int read_size(tiff_session *session, uint32_t maximum_side, uint32_t *width, uint32_t *height) {
  if (
    !TIFFGetField(session->tiff, TIFFTAG_IMAGEWIDTH, width)
    || !TIFFGetField(session->tiff, TIFFTAG_IMAGELENGTH, height)) {
    fail(session, "the directory has no image size");
    return 0;
  }
  if (*width > maximum_side || *height > maximum_side) {
    fail(session, "the image is larger than the limit");
    return 0;
  }
  return 1;
}

/* Colours have 16 bits; some programs write 8-bit ones all the same, which is told by all of them being small. */
static void copy_palette(tiff_session *session, cimage_tiff_info *info, uint8_t *palette) {
  uint16_t *channels[3] = {NULL, NULL, NULL};
  if (info->bit_depth > 8) return;
  if (!TIFFGetField(session->tiff, TIFFTAG_COLORMAP, &channels[0], &channels[1], &channels[2])) return;
  const int count = 1 << info->bit_depth;
  uint16_t largest = 0;
  for (int channel = 0; channel < 3; channel++) {
    if (channels[channel] == NULL) return;
    for (int index = 0; index < count; index++) {
      if (channels[channel][index] > largest) largest = channels[channel][index];
    }
  }
  for (int index = 0; index < count; index++) {
    for (int channel = 0; channel < 3; channel++) {
      const uint16_t value = channels[channel][index];
      palette[4 * index + channel] = (uint8_t)(largest > 255 ? value >> 8 : value);
    }
    palette[4 * index + 3] = 255;
  }
  info->palette_count = (uint16_t)count;
}

static int run_inspect(tiff_session *session, uint32_t maximum_side, cimage_tiff_info *info, uint8_t *palette) {
  TIFF *tiff = session->tiff;
  if (!read_size(session, maximum_side, &info->width, &info->height)) return CIMAGE_FAILED;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &info->bit_depth);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &info->channels);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &info->sample_format);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &info->compression);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &info->orientation);
  if (!TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &info->photometric)) {
    fail(session, "the directory does not say what its samples stand for");
    return CIMAGE_FAILED;
  }
  info->is_tiled = TIFFIsTiled(tiff) != 0;
  if (info->photometric == PHOTOMETRIC_PALETTE) copy_palette(session, info, palette);
  /* Last, because it leaves the first directory. */
  info->page_count = (uint32_t)TIFFNumberOfDirectories(tiff);
  /* A damaged chain of further directories does not harm the first. */
  session->message[0] = '\0';
  return CIMAGE_OK;
}

/* The image as it is put together from strips or tiles. */
typedef struct tiff_layout {
  uint32_t width;
  uint32_t height;
  /* Of one piece; a strip is as wide as the image. */
  uint32_t piece_width;
  uint32_t piece_height;
  uint16_t bit_depth;
  uint16_t channels;
  /* 1 where the samples of a pixel lie together, else the number of channels. */
  uint16_t planes;
  size_t sample_size;
  uint8_t *samples;
} tiff_layout;

static int read_layout(tiff_session *session, uint32_t maximum_side, size_t sample_bytes, tiff_layout *layout) {
  TIFF *tiff = session->tiff;
  uint16_t planar = PLANARCONFIG_CONTIG;
  if (!read_size(session, maximum_side, &layout->width, &layout->height)) return 0;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &layout->bit_depth);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &layout->channels);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &planar);
  const uint16_t depth = layout->bit_depth;
  if (depth != 1 && depth != 2 && depth != 4 && depth != 8 && depth != 16 && depth != 32 && depth != 64) {
    fail(session, "samples of so many bits are not read");
    return 0;
  }
  layout->planes = planar == PLANARCONFIG_SEPARATE ? layout->channels : 1;
  layout->sample_size = layout->bit_depth <= 8 ? 1 : layout->bit_depth / 8;
  const size_t pixels = (size_t)layout->width * layout->height;
  if (pixels == 0 || sample_bytes / pixels != layout->channels * layout->sample_size || sample_bytes % pixels != 0) {
    fail(session, "the pixels do not fit the buffer");
    return 0;
  }
  if (TIFFIsTiled(tiff)) {
    if (
      !TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &layout->piece_width)
      || !TIFFGetField(tiff, TIFFTAG_TILELENGTH, &layout->piece_height) || layout->piece_width == 0
      || layout->piece_height == 0) {
      fail(session, "the tiles have no size");
      return 0;
    }
  } else {
    uint32_t rows = 0;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &rows);
    layout->piece_width = layout->width;
    layout->piece_height = rows == 0 || rows > layout->height ? layout->height : rows;
  }
  return 1;
}

/* Spreads one row of a piece into the image: `count` pixels from `column` on, of `channels` samples each. */
static void spread_row(
  const tiff_layout *layout, const uint8_t *row, uint32_t line, uint32_t column, uint32_t count, uint16_t plane) {
  const size_t channels = layout->planes == 1 ? layout->channels : 1;
  const size_t size = layout->sample_size;
  uint8_t *target = layout->samples + (((size_t)line * layout->width + column) * layout->channels + plane) * size;
  if (layout->bit_depth >= 8 && channels == layout->channels) {
    memcpy(target, row, (size_t)count * channels * size);
    return;
  }
  const size_t step = channels == layout->channels ? size : layout->channels * size;
  for (size_t sample = 0; sample < (size_t)count * channels; sample++, target += step) {
    if (layout->bit_depth >= 8) {
      memcpy(target, row + sample * size, size);
    } else {
      const size_t bit = sample * layout->bit_depth;
      const unsigned shift = 8u - layout->bit_depth - (unsigned)(bit % 8);
      *target = (uint8_t)((row[bit / 8] >> shift) & ((1u << layout->bit_depth) - 1u));
    }
  }
}

/* Reads the piece whose upper left corner is at `line`, `column`, and spreads the part that lies inside the image. */
static int read_piece(
  tiff_session *session, const tiff_layout *layout, uint8_t *buffer, size_t row_bytes, uint32_t line, uint32_t column,
  uint16_t plane) {
  TIFF *tiff = session->tiff;
  const uint32_t lines =
    layout->height - line < layout->piece_height ? layout->height - line : layout->piece_height;
  const uint32_t columns =
    layout->width - column < layout->piece_width ? layout->width - column : layout->piece_width;
  const int tiled = TIFFIsTiled(tiff);
  const tmsize_t wanted = (tmsize_t)(row_bytes * (tiled ? layout->piece_height : lines));
  const tmsize_t got =
    tiled ? TIFFReadEncodedTile(tiff, TIFFComputeTile(tiff, column, line, 0, plane), buffer, wanted)
          : TIFFReadEncodedStrip(tiff, TIFFComputeStrip(tiff, line, plane), buffer, wanted);
  /* Some codecs fill what is missing, say so, and count it as read. */
  if (got != wanted || session->message[0] != '\0') {
    fail(session, "the pixels end too early");
    return 0;
  }
  for (uint32_t row = 0; row < lines; row++) {
    spread_row(layout, buffer + row * row_bytes, line + row, column, columns, plane);
  }
  return 1;
}

static int read_pieces(tiff_session *session, const tiff_layout *layout, uint8_t *buffer, size_t row_bytes) {
  for (uint16_t plane = 0; plane < layout->planes; plane++) {
    for (uint32_t line = 0; line < layout->height; line += layout->piece_height) {
      for (uint32_t column = 0; column < layout->width; column += layout->piece_width) {
        if (!read_piece(session, layout, buffer, row_bytes, line, column, plane)) return CIMAGE_FAILED;
      }
    }
  }
  return CIMAGE_OK;
}

/* Tiles may reach beyond the image, but not so far that a forged size takes all memory. */
static int is_piece_plausible(const tiff_layout *layout, size_t row_bytes) {
  const uint64_t largest = 64u << 20;
  const uint64_t image = (uint64_t)layout->width * layout->height * layout->channels * layout->sample_size;
  const uint64_t piece = (uint64_t)row_bytes * layout->piece_height;
  const uint64_t bits = (uint64_t)layout->piece_width * layout->bit_depth
                        * (layout->planes == 1 ? layout->channels : 1u);
  /* libtiff's own row size must be the one that the rows are spread by. */
  return row_bytes == (bits + 7) / 8 && (piece <= largest || piece / 4 <= image);
}

/* The fax codecs call damage a warning and go on with white pixels. */
static int is_fax(TIFF *tiff) {
  uint16_t compression = COMPRESSION_NONE;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &compression);
  return compression == COMPRESSION_CCITTRLE || compression == COMPRESSION_CCITTFAX3
         || compression == COMPRESSION_CCITTFAX4;
}

static int run_decode(tiff_session *session, uint32_t maximum_side, uint8_t *samples, size_t sample_bytes) {
  tiff_layout layout = {.samples = samples};
  if (!read_layout(session, maximum_side, sample_bytes, &layout)) return CIMAGE_FAILED;
  const tmsize_t row_bytes = TIFFIsTiled(session->tiff) ? TIFFTileRowSize(session->tiff) : TIFFScanlineSize(session->tiff);
  if (row_bytes <= 0 || !is_piece_plausible(&layout, (size_t)row_bytes)) {
    fail(session, "the strips or tiles have an absurd size");
    return CIMAGE_FAILED;
  }
  uint8_t *buffer = malloc((size_t)row_bytes * layout.piece_height);
  if (buffer == NULL) {
    fail(session, "no memory");
    return CIMAGE_FAILED;
  }
  const int status = read_pieces(session, &layout, buffer, (size_t)row_bytes);
  free(buffer);
  return status;
}

int cimage_tiff_inspect(
  const uint8_t *bytes, size_t count, uint32_t maximum_side, cimage_tiff_info *info, uint8_t *palette, char *message) {
  tiff_session session = {.bytes = bytes, .count = count, .message = message};
  message[0] = '\0';
  memset(info, 0, sizeof *info);
  if (!open_tiff(&session, 64u << 20)) return CIMAGE_FAILED;
  const int status = run_inspect(&session, maximum_side, info, palette);
  TIFFClose(session.tiff);
  return status;
}

int cimage_tiff_decode(
  const uint8_t *bytes, size_t count, uint32_t maximum_side, void *samples, size_t sample_bytes, char *message) {
  tiff_session session = {.bytes = bytes, .count = count, .message = message};
  message[0] = '\0';
  /* Whole strips are decoded into the buffer of run_decode; libtiff itself holds one compressed strip. */
  if (!open_tiff(&session, ((size_t)64 << 20) + 2 * sample_bytes)) return CIMAGE_FAILED;
  /* What the directory's reading complained of and survived is not damage of the pixels. */
  message[0] = '\0';
  session.is_strict = is_fax(session.tiff);
  const int status = run_decode(&session, maximum_side, samples, sample_bytes);
  TIFFClose(session.tiff);
  return status;
}
