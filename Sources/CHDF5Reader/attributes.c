// Attributes of one object: numbers as doubles, strings as they are, everything else by its type only.
#include "worker.h"
#include <stdlib.h>
#include <string.h>

enum { value_none, value_numbers, value_texts };
static const uint64_t most_bytes = (uint64_t)64 << 20;

static void output_value(output *out, hid_t attribute, hid_t type, hid_t space, uint64_t count) {
  H5T_class_t kind = H5Tget_class(type);
  bool text = kind == H5T_STRING, number = kind == H5T_INTEGER || kind == H5T_FLOAT || kind == H5T_ENUM;
  size_t size = number ? sizeof(double) : H5Tget_size(type);
  if (!(text || number) || size == 0 || product_or_maximum(count, size) > most_bytes) {
    output_u8(out, value_none);
    return;
  }
  void *buffer = calloc(count > 0 ? count : 1, size);
  bool read = buffer != NULL
    && (count == 0 || H5Aread(attribute, number ? H5T_NATIVE_DOUBLE : type, buffer) >= 0);
  output_u8(out, !read ? value_none : number ? value_numbers : value_texts);
  if (read && number) {
    output_u64(out, count);
    output_bytes(out, buffer, count * sizeof(double));
  } else if (read) {
    output_strings(out, type, buffer, count);
    if (count > 0 && H5Tis_variable_str(type) > 0) H5Dvlen_reclaim(type, space, H5P_DEFAULT, buffer);
  }
  free(buffer);
}

static void output_attribute(output *out, hid_t attribute) {
  hid_t type = H5Aget_type(attribute), space = H5Aget_space(attribute);
  shape extents = {0};
  bool readable = type >= 0 && space >= 0 && read_shape(space, &extents);
  describe_type(out, readable ? type : -1);
  output_u32(out, (uint32_t)extents.rank);
  for (int axis = 0; axis < extents.rank; ++axis) output_u64(out, extents.extents[axis]);
  if (readable) output_value(out, attribute, type, space, extents.count);
  else output_u8(out, value_none);
  if (space >= 0) H5Sclose(space);
  if (type >= 0) H5Tclose(type);
}

static herr_t visit(hid_t object, const char *name, const H5A_info_t *facts, void *context) {
  (void)facts;
  output *out = context;
  if (out->failed) return 1;
  hid_t attribute = H5Aopen(object, name, H5P_DEFAULT);
  if (attribute < 0) return 0;
  output_u8(out, 1);
  output_text(out, name, strlen(name));
  output_attribute(out, attribute);
  H5Aclose(attribute);
  return 0;
}

// Records, each after a 1; then 0.
void answer_attributes(const worker *self, const char *name) {
  hid_t object = open_object(self, name);
  if (object < 0) return;
  output out = {0};
  hsize_t position = 0;
  herr_t result = H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, &position, visit, &out);
  if (result < 0) {
    reply_library_failure(self, CHDF5R_DAMAGED, "reading its attributes");
    free(out.bytes);
  } else {
    output_u8(&out, 0);
    reply_output(self, &out);
  }
  H5Oclose(object);
}
