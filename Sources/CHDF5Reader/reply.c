// Replies: a growing buffer, and failures in libhdf5's own words.
#include "worker.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// No description of a file is longer; a damaged file must not fill the memory with one.
static const size_t longest_description = (size_t)256 << 20;

void output_bytes(output *out, const void *bytes, size_t count) {
  if (out->failed || count > longest_description - out->length) {
    out->failed = true;
    return;
  }
  if (out->length + count > out->capacity) {
    size_t capacity = out->capacity * 2 + count + 256;
    uint8_t *grown = realloc(out->bytes, capacity);
    if (grown == NULL) {
      out->failed = true;
      return;
    }
    out->bytes = grown;
    out->capacity = capacity;
  }
  if (count > 0) memcpy(out->bytes + out->length, bytes, count);
  out->length += count;
}

void output_u8(output *out, uint8_t value) { output_bytes(out, &value, sizeof value); }
void output_u32(output *out, uint32_t value) { output_bytes(out, &value, sizeof value); }
void output_u64(output *out, uint64_t value) { output_bytes(out, &value, sizeof value); }

void output_text(output *out, const char *text, size_t length) {
  output_u64(out, length);
  output_bytes(out, text, length);
}

static void send_reply(const worker *self, uint32_t status, const void *bytes, size_t length) {
  chdf5r_reply header = {.status = status, .length = length};
  send_bytes(self->socket, &header, sizeof header);
  send_bytes(self->socket, bytes, length);
}

void reply_output(const worker *self, output *out) {
  if (out->failed) reply_failure(self, CHDF5R_TOO_LARGE, "its description is longer than 256 MB");
  else send_reply(self, CHDF5R_OK, out->bytes, out->length);
  free(out->bytes);
  *out = (output){0};
}

void reply_failure(const worker *self, uint32_t status, const char *text) {
  send_reply(self, status, text, strlen(text));
}

typedef struct {
  char *text;
  size_t size;
} message;

static herr_t keep_innermost(unsigned position, const H5E_error2_t *entry, void *context) {
  message *kept = context;
  if (position == 0 && entry->desc != NULL) snprintf(kept->text, kept->size, "%s", entry->desc);
  return 0;
}

void library_message(char *text, size_t size) {
  snprintf(text, size, "no reason given");
  message kept = {text, size};
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_innermost, &kept);
}

void reply_library_failure(const worker *self, uint32_t status, const char *attempt) {
  char reason[512], text[768];
  library_message(reason, sizeof reason);
  snprintf(text, sizeof text, "%s failed: %s", attempt, reason);
  reply_failure(self, status, text);
}
