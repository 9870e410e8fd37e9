// Stored types, described in the terms of CHDF5Reader.h.
#include "worker.h"
#include <string.h>

// Compound types may nest without end in a forged file.
enum { deepest_type = 8, most_members = 1024 };

static void describe(output *out, hid_t type, int depth);

static bool member_is_named(hid_t type, unsigned index, const char *const *names) {
  char *name = H5Tget_member_name(type, index);
  bool found = false;
  for (; name != NULL && *names != NULL; ++names) found = found || strcmp(name, *names) == 0;
  if (name != NULL) H5free_memory(name);
  return found;
}

static bool member_is_number(hid_t type, unsigned index) {
  H5T_class_t kind = H5Tget_member_class(type, index);
  return kind == H5T_INTEGER || kind == H5T_FLOAT;
}

bool is_complex(hid_t type) {
  static const char *const real[] = {"real", "r", "re", NULL}, *const imaginary[] = {"imag", "i", "im", NULL};
  return H5Tget_class(type) == H5T_COMPOUND && H5Tget_nmembers(type) == 2 && member_is_named(type, 0, real)
    && member_is_named(type, 1, imaginary) && member_is_number(type, 0) && member_is_number(type, 1);
}

// h5py and others store truth values as an enumeration of FALSE = 0 and TRUE = 1.
static bool is_bool(hid_t type) {
  static const char *const no[] = {"FALSE", "False", "false", NULL}, *const yes[] = {"TRUE", "True", "true", NULL};
  return H5Tget_nmembers(type) == 2 && H5Tget_size(type) == 1
    && ((member_is_named(type, 0, no) && member_is_named(type, 1, yes))
        || (member_is_named(type, 0, yes) && member_is_named(type, 1, no)));
}

static void describe_base(output *out, hid_t type, int depth) {
  hid_t base = H5Tget_super(type);
  describe(out, base, depth + 1);
  if (base >= 0) H5Tclose(base);
}

static void describe_members(output *out, hid_t type, int depth) {
  int count = H5Tget_nmembers(type);
  output_u32(out, count > 0 ? (uint32_t)count : 0);
  for (int index = 0; index < count; ++index) {
    char *name = H5Tget_member_name(type, (unsigned)index);
    output_text(out, name ? name : "", name ? strlen(name) : 0);
    if (name != NULL) H5free_memory(name);
    hid_t member = H5Tget_member_type(type, (unsigned)index);
    describe(out, member, depth + 1);
    if (member >= 0) H5Tclose(member);
  }
}

static void describe_array(output *out, hid_t type, int depth) {
  hsize_t extents[H5S_MAX_RANK];
  int rank = H5Tget_array_ndims(type);
  if (rank < 0 || rank > maximum_rank || H5Tget_array_dims2(type, extents) < 0) rank = 0;
  output_u32(out, (uint32_t)rank);
  for (int axis = 0; axis < rank; ++axis) output_u64(out, extents[axis]);
  describe_base(out, type, depth);
}

static uint8_t class_code(hid_t type, int depth) {
  if (type < 0 || depth > deepest_type) return CHDF5R_CLASS_OTHER;
  switch (H5Tget_class(type)) {
    case H5T_INTEGER: return CHDF5R_CLASS_INTEGER;
    case H5T_FLOAT: return CHDF5R_CLASS_FLOAT;
    case H5T_STRING: return CHDF5R_CLASS_TEXT;
    case H5T_ENUM: return is_bool(type) ? CHDF5R_CLASS_BOOL : CHDF5R_CLASS_ENUM;
    case H5T_COMPOUND: return H5Tget_nmembers(type) <= most_members ? CHDF5R_CLASS_COMPOUND : CHDF5R_CLASS_OTHER;
    case H5T_ARRAY: return CHDF5R_CLASS_ARRAY;
    case H5T_VLEN: return CHDF5R_CLASS_SEQUENCE;
    case H5T_OPAQUE: return CHDF5R_CLASS_OPAQUE;
    case H5T_REFERENCE: return CHDF5R_CLASS_REFERENCE;
    default: return CHDF5R_CLASS_OTHER;
  }
}

static void describe(output *out, hid_t type, int depth) {
  uint8_t code = class_code(type, depth);
  output_u8(out, code);
  output_u64(out, type >= 0 ? H5Tget_size(type) : 0);
  switch (code) {
    case CHDF5R_CLASS_INTEGER: output_u8(out, H5Tget_sign(type) == H5T_SGN_2); break;
    case CHDF5R_CLASS_TEXT: output_u8(out, H5Tis_variable_str(type) > 0); break;
    case CHDF5R_CLASS_COMPOUND: describe_members(out, type, depth); break;
    case CHDF5R_CLASS_ARRAY: describe_array(out, type, depth); break;
    case CHDF5R_CLASS_ENUM:
    case CHDF5R_CLASS_SEQUENCE: describe_base(out, type, depth); break;
    default: break;
  }
}

void describe_type(output *out, hid_t type) { describe(out, type, 0); }
