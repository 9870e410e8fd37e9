/*
 * libjpeg leaves what to do on an error to the application; the usual answer, a jump, is kept inside each function
 * here. See png.c for why the session lives in the outer function.
 */
#include <stddef.h>
#include <stdio.h>

#include <jpeglib.h>

#include <jerror.h>
#include <setjmp.h>
#include <string.h>

#include "CImageCodecs.h"
#include "buffer.h"

/* A progressive file may repeat scans without end, each of which costs a whole decoding pass. */
enum { MAXIMUM_SCANS = 256 };

typedef struct jpeg_session {
  /* These two must come first: the library hands back pointers to them and nothing else. */
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf escape;
  char *message;
  struct jpeg_decompress_struct decoder;
  struct jpeg_compress_struct encoder;
  struct jpeg_destination_mgr destination;
  cimage_buffer output;
  JOCTET block[8192];
} jpeg_session;

static jpeg_session *session_of(j_common_ptr codec) { return (jpeg_session *)codec->err; }

static void take_message(j_common_ptr codec) {
  char text[JMSG_LENGTH_MAX];
  codec->err->format_message(codec, text);
  cimage_set_message(session_of(codec)->message, text);
}

static void on_error(j_common_ptr codec) {
  take_message(codec);
  longjmp(session_of(codec)->escape, 1);
}

static void print_nothing(j_common_ptr codec) { (void)codec; }

/* libjpeg goes on after these with invented pixels; a measurement must not. */
static int is_damage(int code) {
  switch (code) {
    case JWRN_ARITH_BAD_CODE:
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_JPEG_EOF:
    case JWRN_MUST_RESYNC:
    case JWRN_NOT_SEQUENTIAL:
      return 1;
    default:
      return 0;
  }
}

static void on_message(j_common_ptr codec, int level) {
  if (level >= 0) return;
  if (is_damage(codec->err->msg_code)) on_error(codec);
  if (codec->err->num_warnings++ == 0) take_message(codec);
}

static void check_scans(j_common_ptr codec) {
  j_decompress_ptr decoder = (j_decompress_ptr)codec;
  if (decoder->input_scan_number <= MAXIMUM_SCANS) return;
  cimage_set_message(session_of(codec)->message, "the file repeats its scans without end");
  longjmp(session_of(codec)->escape, 1);
}

static void prepare(jpeg_session *session, char *message) {
  memset(session, 0, sizeof *session);
  session->message = message;
  message[0] = '\0';
  jpeg_std_error(&session->errors);
  session->errors.error_exit = on_error;
  session->errors.output_message = print_nothing;
  session->errors.emit_message = on_message;
  session->progress.progress_monitor = check_scans;
  session->decoder.err = &session->errors;
  session->encoder.err = &session->errors;
}

/* Creates the decoder and reads everything before the pixels. */
static void begin_reading(jpeg_session *session, const uint8_t *bytes, size_t count, uint32_t maximum_side) {
  j_decompress_ptr decoder = &session->decoder;
  jpeg_create_decompress(decoder);
  decoder->progress = &session->progress;
  jpeg_mem_src(decoder, bytes, count);
  jpeg_read_header(decoder, TRUE);
  if (decoder->image_width > maximum_side || decoder->image_height > maximum_side) {
    cimage_set_message(session->message, "the image is larger than the limit");
    longjmp(session->escape, 1);
  }
}

static uint8_t colour_of(j_decompress_ptr decoder) {
  switch (decoder->jpeg_color_space) {
    case JCS_GRAYSCALE:
      return CIMAGE_JPEG_GREY;
    case JCS_YCbCr:
    case JCS_RGB:
      return CIMAGE_JPEG_COLOUR;
    case JCS_CMYK:
    case JCS_YCCK:
      return CIMAGE_JPEG_CMYK;
    default:
      return CIMAGE_JPEG_OTHER;
  }
}

static int run_inspect(
  jpeg_session *session, const uint8_t *bytes, size_t count, uint32_t maximum_side, cimage_jpeg_info *info) {
  if (setjmp(session->escape)) return CIMAGE_FAILED;
  begin_reading(session, bytes, count, maximum_side);
  info->width = session->decoder.image_width;
  info->height = session->decoder.image_height;
  info->components = (uint8_t)session->decoder.num_components;
  info->colour = colour_of(&session->decoder);
  info->is_progressive = session->decoder.progressive_mode != 0;
  info->is_arithmetic = session->decoder.arith_code != 0;
  return CIMAGE_OK;
}

static int run_decode(
  jpeg_session *session, const uint8_t *bytes, size_t count, uint32_t maximum_side, uint8_t *samples,
  size_t sample_bytes) {
  if (setjmp(session->escape)) return CIMAGE_FAILED;
  j_decompress_ptr decoder = &session->decoder;
  begin_reading(session, bytes, count, maximum_side);
  decoder->out_color_space = decoder->jpeg_color_space == JCS_GRAYSCALE ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_start_decompress(decoder);
  const size_t row_bytes = (size_t)decoder->output_width * (size_t)decoder->output_components;
  if (sample_bytes != row_bytes * decoder->output_height) {
    cimage_set_message(session->message, "the pixels do not fit the buffer");
    longjmp(session->escape, 1);
  }
  while (decoder->output_scanline < decoder->output_height) {
    JSAMPROW row = samples + (size_t)decoder->output_scanline * row_bytes;
    jpeg_read_scanlines(decoder, &row, 1);
  }
  jpeg_finish_decompress(decoder);
  return CIMAGE_OK;
}

/* Writing goes through one block that is moved to the growing buffer whenever it is full. */
static void start_output(j_compress_ptr encoder) {
  jpeg_session *session = session_of((j_common_ptr)encoder);
  encoder->dest->next_output_byte = session->block;
  encoder->dest->free_in_buffer = sizeof session->block;
}

static void move_output(j_compress_ptr encoder, size_t count) {
  jpeg_session *session = session_of((j_common_ptr)encoder);
  if (cimage_buffer_append(&session->output, session->block, count)) return;
  cimage_set_message(session->message, "no memory for the encoded image");
  longjmp(session->escape, 1);
}

static boolean empty_output(j_compress_ptr encoder) {
  /* libjpeg asks for the whole block to be taken here, whatever free_in_buffer says. */
  move_output(encoder, sizeof session_of((j_common_ptr)encoder)->block);
  start_output(encoder);
  return TRUE;
}

static void end_output(j_compress_ptr encoder) {
  move_output(encoder, sizeof session_of((j_common_ptr)encoder)->block - encoder->dest->free_in_buffer);
}

static void begin_writing(
  jpeg_session *session, uint32_t width, uint32_t height, int channels, int quality, int full_chroma,
  int is_progressive) {
  j_compress_ptr encoder = &session->encoder;
  jpeg_create_compress(encoder);
  session->destination.init_destination = start_output;
  session->destination.empty_output_buffer = empty_output;
  session->destination.term_destination = end_output;
  encoder->dest = &session->destination;
  encoder->image_width = width;
  encoder->image_height = height;
  encoder->input_components = channels;
  encoder->in_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(encoder);
  jpeg_set_quality(encoder, quality, TRUE);
  if (full_chroma && channels == 3) {
    encoder->comp_info[0].h_samp_factor = 1;
    encoder->comp_info[0].v_samp_factor = 1;
  }
  if (is_progressive) jpeg_simple_progression(encoder);
  jpeg_start_compress(encoder, TRUE);
}

static int run_encode(
  jpeg_session *session, const uint8_t *samples, uint32_t width, uint32_t height, int channels, int quality,
  int full_chroma, int is_progressive) {
  if (setjmp(session->escape)) return CIMAGE_FAILED;
  begin_writing(session, width, height, channels, quality, full_chroma, is_progressive);
  j_compress_ptr encoder = &session->encoder;
  const size_t row_bytes = (size_t)width * (size_t)channels;
  while (encoder->next_scanline < height) {
    /* libjpeg only reads the rows it compresses; its type does not say so. */
    JSAMPROW row = (JSAMPROW)(samples + (size_t)encoder->next_scanline * row_bytes);
    jpeg_write_scanlines(encoder, &row, 1);
  }
  jpeg_finish_compress(encoder);
  return CIMAGE_OK;
}

int cimage_jpeg_inspect(
  const uint8_t *bytes, size_t count, uint32_t maximum_side, cimage_jpeg_info *info, char *message) {
  jpeg_session session;
  prepare(&session, message);
  memset(info, 0, sizeof *info);
  int status = run_inspect(&session, bytes, count, maximum_side, info);
  jpeg_destroy_decompress(&session.decoder);
  return status;
}

int cimage_jpeg_decode(
  const uint8_t *bytes, size_t count, uint32_t maximum_side, uint8_t *samples, size_t sample_bytes, char *message) {
  jpeg_session session;
  prepare(&session, message);
  int status = run_decode(&session, bytes, count, maximum_side, samples, sample_bytes);
  jpeg_destroy_decompress(&session.decoder);
  return status;
}

int cimage_jpeg_encode(
  const uint8_t *samples, uint32_t width, uint32_t height, int channels, int quality, int full_chroma,
  int is_progressive, uint8_t **output, size_t *output_count, char *message) {
  jpeg_session session;
  prepare(&session, message);
  int status = run_encode(&session, samples, width, height, channels, quality, full_chroma, is_progressive);
  jpeg_destroy_compress(&session.encoder);
  if (status != CIMAGE_OK) {
    cimage_free(session.output.bytes);
    return status;
  }
  *output = session.output.bytes;
  *output_count = session.output.count;
  return CIMAGE_OK;
}
