/*
 * A small face for libpng, libjpeg and libtiff: whole images between two buffers in memory.
 *
 * Every function returns CIMAGE_OK or CIMAGE_FAILED; on failure `message` (CIMAGE_MESSAGE_LENGTH bytes, always
 * terminated) holds the library's own words. Nothing is printed, no jump leaves a function, no state is kept between
 * calls, and nothing of the libraries' types is needed by the caller.
 */
#ifndef CIMAGECODECS_H
#define CIMAGECODECS_H

#include <stddef.h>
#include <stdint.h>

enum { CIMAGE_OK = 0, CIMAGE_FAILED = 1 };
enum { CIMAGE_MESSAGE_LENGTH = 256 };
/* Four bytes (red, green, blue, alpha) for each of 256 entries. */
enum { CIMAGE_PALETTE_LENGTH = 1024 };

/* The colour types of the PNG specification, table 11.1. */
enum {
  CIMAGE_PNG_GREY = 0,
  CIMAGE_PNG_RGB = 2,
  CIMAGE_PNG_PALETTE = 3,
  CIMAGE_PNG_GREY_ALPHA = 4,
  CIMAGE_PNG_RGB_ALPHA = 6
};

/* How a JPEG file stores colour. */
enum {
  CIMAGE_JPEG_OTHER = 0,
  CIMAGE_JPEG_GREY = 1,
  CIMAGE_JPEG_COLOUR = 3,
  CIMAGE_JPEG_CMYK = 4
};

typedef struct cimage_png_info {
  uint32_t width;
  uint32_t height;
  uint8_t bit_depth;
  uint8_t colour_type;
  uint8_t channels;
  uint8_t is_interlaced;
  /* Grey or RGB with one colour declared transparent. */
  uint8_t has_transparent_colour;
  uint16_t palette_count;
} cimage_png_info;

typedef struct cimage_jpeg_info {
  uint32_t width;
  uint32_t height;
  uint8_t components;
  uint8_t colour;
  uint8_t is_progressive;
  uint8_t is_arithmetic;
} cimage_jpeg_info;

/* Photometric interpretations, sample formats and compressions keep the numbers of the TIFF 6.0 specification. */
typedef struct cimage_tiff_info {
  uint32_t width;
  uint32_t height;
  /* Bits of one sample; samples of one pixel, whatever they stand for. */
  uint16_t bit_depth;
  uint16_t channels;
  uint16_t photometric;
  /* 1 unsigned, 2 signed, 3 floating point, 4 to 6 anything else. */
  uint16_t sample_format;
  uint16_t compression;
  /* 1 to 8, as EXIF counts. */
  uint16_t orientation;
  /* Entries of the palette, 0 where there is none or it is larger than 256. */
  uint16_t palette_count;
  uint8_t is_tiled;
  /* Images (directories) in the file. */
  uint32_t page_count;
} cimage_tiff_info;

/* Reads what comes before the pixels; an image with a side above `maximum_side` is refused. `palette` has
 * CIMAGE_PALETTE_LENGTH bytes. */
int cimage_png_inspect(
  const uint8_t *bytes, size_t count, uint32_t maximum_side, cimage_png_info *info, uint8_t *palette, char *message);

/* Decodes to one byte a sample (bit depths 1 to 8, not scaled) or one native uint16_t (bit depth 16), in rows from the
 * top, channels interleaved, palette indices kept. `sample_bytes` must be exactly the size of that. */
int cimage_png_decode(
  const uint8_t *bytes, size_t count, uint32_t maximum_side, void *samples, size_t sample_bytes, char *message);

/* Encodes samples laid out as cimage_png_decode leaves them. `*output` is freed with cimage_free. */
int cimage_png_encode(
  const void *samples, const cimage_png_info *info, const uint8_t *palette, uint8_t **output, size_t *output_count,
  char *message);

int cimage_jpeg_inspect(
  const uint8_t *bytes, size_t count, uint32_t maximum_side, cimage_jpeg_info *info, char *message);

/* Decodes to one (grey) or three (RGB) bytes a pixel. Damage that libjpeg would paper over is a failure; a harmless
 * oddity leaves its description in `message` beside CIMAGE_OK. */
int cimage_jpeg_decode(
  const uint8_t *bytes, size_t count, uint32_t maximum_side, uint8_t *samples, size_t sample_bytes, char *message);

/* Encodes grey (`channels` 1) or RGB (3) bytes. `full_chroma` keeps colour at full resolution (4:4:4), else 4:2:0. */
int cimage_jpeg_encode(
  const uint8_t *samples, uint32_t width, uint32_t height, int channels, int quality, int full_chroma,
  int is_progressive, uint8_t **output, size_t *output_count, char *message);

/* Reads the first directory of a TIFF file. `palette` has CIMAGE_PALETTE_LENGTH bytes; its 16-bit colours are cut to 8
 * bits. */
int cimage_tiff_inspect(
  const uint8_t *bytes, size_t count, uint32_t maximum_side, cimage_tiff_info *info, uint8_t *palette, char *message);

/* Decodes the first directory, from strips or tiles, samples interleaved or in planes, to rows from the top with
 * channels interleaved: one byte a sample (depths 1 to 8, not scaled) or 2, 4 or 8 bytes in native order. `sample_bytes`
 * must be exactly the size of that. Data that end early or are damaged are a failure, not grey pixels. */
int cimage_tiff_decode(
  const uint8_t *bytes, size_t count, uint32_t maximum_side, void *samples, size_t sample_bytes, char *message);

void cimage_free(void *memory);

#endif
