// Strings of fixed and variable length.
#include "worker.h"
#include <string.h>

// Fixed strings end at a zero byte, or are filled up with spaces, as Fortran does.
static size_t fixed_length(const char *text, size_t size, bool padded_with_spaces) {
  size_t length = strnlen(text, size);
  while (padded_with_spaces && length > 0 && text[length - 1] == ' ') length -= 1;
  return length;
}

void output_strings(output *out, hid_t type, const void *buffer, uint64_t count) {
  bool variable = H5Tis_variable_str(type) > 0, spaces = H5Tget_strpad(type) == H5T_STR_SPACEPAD;
  size_t size = H5Tget_size(type);
  output_u64(out, count);
  for (uint64_t index = 0; index < count; ++index) {
    const char *text = variable ? ((char *const *)buffer)[index] : (const char *)buffer + index * size;
    size_t length = text == NULL ? 0 : variable ? strlen(text) : fixed_length(text, size, spaces);
    output_text(out, text, length);
  }
}
