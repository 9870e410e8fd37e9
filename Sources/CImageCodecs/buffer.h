/* A growing byte buffer, and copying of messages: what the codecs need. */
#ifndef CIMAGE_BUFFER_H
#define CIMAGE_BUFFER_H

#include <stddef.h>
#include <stdint.h>

typedef struct cimage_buffer {
  uint8_t *bytes;
  size_t count;
  size_t capacity;
} cimage_buffer;

/* Appends; returns 0 when there is no memory, and leaves the buffer as it was. */
int cimage_buffer_append(cimage_buffer *buffer, const uint8_t *bytes, size_t count);

/* Copies at most CIMAGE_MESSAGE_LENGTH - 1 characters and terminates. */
void cimage_set_message(char *message, const char *text);

#endif
