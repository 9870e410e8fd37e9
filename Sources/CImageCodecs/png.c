/*
 * libpng reports an error by a jump. Each public function owns a session and calls one inner function that sets the
 * jump's target and does the work; whatever the inner function built lies in the session, so that the outer one can
 * take it down after a jump without reading locals that the jump has made indeterminate.
 */
#include <png.h>

#include <setjmp.h>
#include <string.h>

#include "CImageCodecs.h"
#include "buffer.h"

typedef struct png_session {
  jmp_buf escape;
  char *message;
  png_structp png;
  png_infop info;
  const uint8_t *bytes;
  size_t count;
  size_t offset;
  cimage_buffer output;
} png_session;

static void on_error(png_structp png, png_const_charp text) {
  png_session *session = png_get_error_ptr(png);
  cimage_set_message(session->message, text);
  longjmp(session->escape, 1);
}

static void on_warning(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static void read_bytes(png_structp png, png_bytep target, size_t count) {
  png_session *session = png_get_io_ptr(png);
  if (count > session->count - session->offset) png_error(png, "the file ends too early");
  memcpy(target, session->bytes + session->offset, count);
  session->offset += count;
}

static void write_bytes(png_structp png, png_bytep source, size_t count) {
  png_session *session = png_get_io_ptr(png);
  if (!cimage_buffer_append(&session->output, source, count)) png_error(png, "no memory for the encoded image");
}

static void flush_bytes(png_structp png) { (void)png; }

static int is_little_endian(void) {
  const uint16_t probe = 1;
  return *(const uint8_t *)&probe == 1;
}

/* Creates the reader and reads everything before the pixels. */
static void begin_reading(png_session *session, uint32_t maximum_side) {
  session->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, session, on_error, on_warning);
  if (session->png == NULL) {
    cimage_set_message(session->message, "libpng cannot be started");
    longjmp(session->escape, 1);
  }
  session->info = png_create_info_struct(session->png);
  if (session->info == NULL) png_error(session->png, "no memory");
  png_set_read_fn(session->png, session, read_bytes);
  png_set_user_limits(session->png, maximum_side, maximum_side);
  /* Text and colour profiles are not wanted: what they may take is kept small. */
  png_set_chunk_cache_max(session->png, 128);
  png_set_chunk_malloc_max(session->png, 4u << 20);
  png_read_info(session->png, session->info);
}

static void copy_palette(png_session *session, cimage_png_info *info, uint8_t *palette) {
  png_colorp colours = NULL;
  int count = 0;
  if (!png_get_PLTE(session->png, session->info, &colours, &count)) return;
  png_bytep alphas = NULL;
  int alpha_count = 0;
  png_get_tRNS(session->png, session->info, &alphas, &alpha_count, NULL);
  for (int index = 0; index < count && index < 256; index++) {
    palette[4 * index] = colours[index].red;
    palette[4 * index + 1] = colours[index].green;
    palette[4 * index + 2] = colours[index].blue;
    palette[4 * index + 3] = alphas != NULL && index < alpha_count ? alphas[index] : 255;
  }
  info->palette_count = (uint16_t)(count > 256 ? 256 : count);
}

static int run_inspect(png_session *session, uint32_t maximum_side, cimage_png_info *info, uint8_t *palette) {
  if (setjmp(session->escape)) return CIMAGE_FAILED;
  begin_reading(session, maximum_side);
  info->width = png_get_image_width(session->png, session->info);
  info->height = png_get_image_height(session->png, session->info);
  info->bit_depth = png_get_bit_depth(session->png, session->info);
  info->colour_type = png_get_color_type(session->png, session->info);
  info->channels = png_get_channels(session->png, session->info);
  info->is_interlaced = png_get_interlace_type(session->png, session->info) != PNG_INTERLACE_NONE;
  if (info->colour_type == CIMAGE_PNG_PALETTE) {
    copy_palette(session, info, palette);
  } else {
    info->has_transparent_colour = png_get_valid(session->png, session->info, PNG_INFO_tRNS) != 0;
  }
  return CIMAGE_OK;
}

static int run_decode(png_session *session, uint32_t maximum_side, uint8_t *samples, size_t sample_bytes) {
  if (setjmp(session->escape)) return CIMAGE_FAILED;
  begin_reading(session, maximum_side);
  if (png_get_bit_depth(session->png, session->info) < 8) png_set_packing(session->png);
  if (png_get_bit_depth(session->png, session->info) == 16 && is_little_endian()) png_set_swap(session->png);
  /* A palette index beyond the palette is the caller's to judge: a mask may use it. */
  png_set_check_for_invalid_index(session->png, 0);
  int passes = png_set_interlace_handling(session->png);
  png_read_update_info(session->png, session->info);

  const size_t row_bytes = png_get_rowbytes(session->png, session->info);
  const uint32_t height = png_get_image_height(session->png, session->info);
  if (row_bytes == 0 || sample_bytes / row_bytes != height || sample_bytes % row_bytes != 0) {
    png_error(session->png, "the pixels do not fit the buffer");
  }
  for (int pass = 0; pass < passes; pass++) {
    for (uint32_t row = 0; row < height; row++) png_read_row(session->png, samples + row * row_bytes, NULL);
  }
  png_read_end(session->png, NULL);
  return CIMAGE_OK;
}

static void begin_writing(png_session *session, const cimage_png_info *info, const uint8_t *palette) {
  session->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, session, on_error, on_warning);
  if (session->png == NULL) {
    cimage_set_message(session->message, "libpng cannot be started");
    longjmp(session->escape, 1);
  }
  session->info = png_create_info_struct(session->png);
  if (session->info == NULL) png_error(session->png, "no memory");
  png_set_write_fn(session->png, session, write_bytes, flush_bytes);
  png_set_IHDR(
    session->png, session->info, info->width, info->height, info->bit_depth, info->colour_type, PNG_INTERLACE_NONE,
    PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (info->colour_type == CIMAGE_PNG_PALETTE) {
    png_color colours[256];
    png_byte alphas[256];
    int count = info->palette_count > 256 ? 256 : info->palette_count;
    int transparent = 0;
    for (int index = 0; index < count; index++) {
      colours[index].red = palette[4 * index];
      colours[index].green = palette[4 * index + 1];
      colours[index].blue = palette[4 * index + 2];
      alphas[index] = palette[4 * index + 3];
      if (alphas[index] != 255) transparent = index + 1;
    }
    png_set_PLTE(session->png, session->info, colours, count);
    if (transparent > 0) png_set_tRNS(session->png, session->info, alphas, transparent, NULL);
  }
  png_write_info(session->png, session->info);
}

static int run_encode(
  png_session *session, const uint8_t *samples, const cimage_png_info *info, const uint8_t *palette) {
  if (setjmp(session->escape)) return CIMAGE_FAILED;
  begin_writing(session, info, palette);
  if (info->bit_depth < 8) png_set_packing(session->png);
  if (info->bit_depth == 16 && is_little_endian()) png_set_swap(session->png);
  const size_t row_bytes = (size_t)info->width * info->channels * (info->bit_depth == 16 ? 2 : 1);
  for (uint32_t row = 0; row < info->height; row++) png_write_row(session->png, samples + row * row_bytes);
  png_write_end(session->png, session->info);
  return CIMAGE_OK;
}

int cimage_png_inspect(
  const uint8_t *bytes, size_t count, uint32_t maximum_side, cimage_png_info *info, uint8_t *palette, char *message) {
  png_session session = {.message = message, .bytes = bytes, .count = count};
  message[0] = '\0';
  memset(info, 0, sizeof *info);
  int status = run_inspect(&session, maximum_side, info, palette);
  png_destroy_read_struct(&session.png, &session.info, NULL);
  return status;
}

int cimage_png_decode(
  const uint8_t *bytes, size_t count, uint32_t maximum_side, void *samples, size_t sample_bytes, char *message) {
  png_session session = {.message = message, .bytes = bytes, .count = count};
  message[0] = '\0';
  int status = run_decode(&session, maximum_side, samples, sample_bytes);
  png_destroy_read_struct(&session.png, &session.info, NULL);
  return status;
}

int cimage_png_encode(
  const void *samples, const cimage_png_info *info, const uint8_t *palette, uint8_t **output, size_t *output_count,
  char *message) {
  png_session session = {.message = message};
  message[0] = '\0';
  int status = run_encode(&session, samples, info, palette);
  png_destroy_write_struct(&session.png, &session.info);
  if (status != CIMAGE_OK) {
    cimage_free(session.output.bytes);
    return status;
  }
  *output = session.output.bytes;
  *output_count = session.output.count;
  return CIMAGE_OK;
}
