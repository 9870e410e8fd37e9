#include "buffer.h"

#include <stdlib.h>
#include <string.h>

#include "CImageCodecs.h"

int cimage_buffer_append(cimage_buffer *buffer, const uint8_t *bytes, size_t count) {
  if (count > SIZE_MAX / 2 - buffer->count) return 0;
  size_t needed = buffer->count + count;
  if (needed > buffer->capacity) {
    size_t capacity = needed < 4096 ? 4096 : needed + needed / 2;
    uint8_t *grown = realloc(buffer->bytes, capacity);
    if (grown == NULL) return 0;
    buffer->bytes = grown;
    buffer->capacity = capacity;
  }
  memcpy(buffer->bytes + buffer->count, bytes, count);
  buffer->count = needed;
  return 1;
}

void cimage_set_message(char *message, const char *text) {
  strncpy(message, text, CIMAGE_MESSAGE_LENGTH - 1);
  message[CIMAGE_MESSAGE_LENGTH - 1] = '\0';
}

void cimage_free(void *memory) { free(memory); }
