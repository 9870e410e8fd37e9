// The elements of a dataset, converted by the library to the wanted type.
#include "worker.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// An open dataset with what its reading needs.
typedef struct {
  hid_t dataset, type, space, properties;
  shape extents;
  bool filtered;
} source;

static void close_source(source *from) {
  if (from->properties >= 0) H5Pclose(from->properties);
  if (from->space >= 0) H5Sclose(from->space);
  if (from->type >= 0) H5Tclose(from->type);
  if (from->dataset >= 0) H5Oclose(from->dataset);
}

static bool fail(const worker *self, source *from, uint32_t status, const char *text) {
  reply_failure(self, status, text);
  close_source(from);
  return false;
}

static bool fail_in_library(const worker *self, source *from, const char *attempt) {
  reply_library_failure(self, CHDF5R_DAMAGED, attempt);
  close_source(from);
  return false;
}

// A filter that this library does not have would otherwise surface as a puzzling read failure.
static bool filters_are_available(const worker *self, source *from) {
  int count = H5Pget_nfilters(from->properties);
  from->filtered = count > 0;
  for (int index = 0; index < count; ++index) {
    unsigned flags, configuration;
    size_t values = 0;
    char name[64] = "", text[160];
    H5Z_filter_t filter =
      H5Pget_filter2(from->properties, (unsigned)index, &flags, &values, NULL, sizeof name, name, &configuration);
    if (filter >= 0 && H5Zfilter_avail(filter) > 0) continue;
    name[sizeof name - 1] = 0;
    snprintf(text, sizeof text, "it is packed with filter %d (%s), which this libhdf5 does not have", (int)filter,
             name[0] ? name : "no name given");
    return fail(self, from, CHDF5R_MISSING_FILTER, text);
  }
  return true;
}

// Forged extents must not allocate terabytes: neither the elements nor one chunk may be larger than the file explains.
static bool size_is_plausible(const worker *self, source *from, uint64_t count) {
  uint64_t limit = plausible_bytes(self, from->filtered), size = H5Tget_size(from->type);
  hsize_t chunk[H5S_MAX_RANK];
  uint64_t chunk_bytes = 0;
  if (H5Pget_layout(from->properties) == H5D_CHUNKED) {
    int rank = H5Pget_chunk(from->properties, maximum_rank, chunk);
    chunk_bytes = size;
    for (int axis = 0; axis < rank; ++axis) chunk_bytes = product_or_maximum(chunk_bytes, chunk[axis]);
  }
  if (product_or_maximum(count, size) <= limit && chunk_bytes <= limit) return true;
  char text[200];
  snprintf(text, sizeof text, "it claims %llu elements of %llu bytes, which a file of %llu bytes cannot hold",
           (unsigned long long)count, (unsigned long long)size, (unsigned long long)self->file_size);
  return fail(self, from, CHDF5R_TOO_LARGE, text);
}

// Opens the dataset and checks all that can be checked before reading; answers the request if anything is wrong.
static bool open_source(const worker *self, const char *name, source *from) {
  *from = (source){.type = -1, .space = -1, .properties = -1};
  from->dataset = open_object(self, name);
  if (from->dataset < 0) return false;
  if (H5Iget_type(from->dataset) != H5I_DATASET) return fail(self, from, CHDF5R_WRONG_KIND, "it is not a dataset");
  from->type = H5Dget_type(from->dataset);
  if (from->type < 0) return fail_in_library(self, from, "reading its type");
  from->space = H5Dget_space(from->dataset);
  if (from->space < 0 || !read_shape(from->space, &from->extents))
    return fail_in_library(self, from, "reading its extents");
  from->properties = H5Dget_create_plist(from->dataset);
  if (from->properties < 0) return fail_in_library(self, from, "reading its storage layout");
  return filters_are_available(self, from);
}

static const char *class_name(hid_t type) {
  switch (H5Tget_class(type)) {
    case H5T_STRING: return "it holds text, not numbers";
    case H5T_COMPOUND: return is_complex(type) ? "it holds complex numbers, not plain ones" : "it holds records, not numbers";
    case H5T_INTEGER:
    case H5T_FLOAT:
    case H5T_ENUM: return "it holds plain numbers, not complex ones";
    default: return "it does not hold numbers";
  }
}

// The type in memory for each kind of number; negative when the dataset holds something else.
static hid_t memory_type(hid_t stored, uint32_t kind) {
  H5T_class_t stored_class = H5Tget_class(stored);
  bool number = stored_class == H5T_INTEGER || stored_class == H5T_FLOAT || stored_class == H5T_ENUM;
  switch (kind) {
    case CHDF5R_FLOAT: return number ? H5Tcopy(H5T_NATIVE_FLOAT) : -1;
    case CHDF5R_DOUBLE: return number ? H5Tcopy(H5T_NATIVE_DOUBLE) : -1;
    case CHDF5R_INT64: return number && stored_class != H5T_FLOAT ? H5Tcopy(H5T_NATIVE_INT64) : -1;
    default: break;
  }
  if (!is_complex(stored)) return -1;
  hid_t pair = H5Tcreate(H5T_COMPOUND, 2 * sizeof(float));
  for (unsigned part = 0; part < 2 && pair >= 0; ++part) {
    char *name = H5Tget_member_name(stored, part);
    if (name == NULL || H5Tinsert(pair, name, part * sizeof(float), H5T_NATIVE_FLOAT) < 0) {
      H5Tclose(pair);
      pair = -1;
    }
    if (name != NULL) H5free_memory(name);
  }
  return pair;
}

// Narrows the selection to the wanted rows of the first axis; changes `extents` to what will be read.
static bool select_rows(const worker *self, source *from, const chdf5r_request *request) {
  if (request->count == UINT64_MAX) return true;
  shape *extents = &from->extents;
  if (extents->rank == 0 || request->first > extents->extents[0]
      || request->count > extents->extents[0] - request->first) {
    char text[160];
    snprintf(text, sizeof text, "rows %llu ..< %llu were wanted, it has %llu", (unsigned long long)request->first,
             (unsigned long long)(request->first + request->count),
             (unsigned long long)(extents->rank ? extents->extents[0] : 0));
    return fail(self, from, CHDF5R_WRONG_KIND, text);
  }
  extents->extents[0] = request->count;
  extents->count = extents->rank > 0 ? 1 : 0;
  for (int axis = 0; axis < extents->rank; ++axis)
    extents->count = extents->extents[axis] == 0 ? 0 : product_or_maximum(extents->count, extents->extents[axis]);
  for (int axis = 0; axis < extents->rank; ++axis)
    if (extents->extents[axis] == 0) extents->count = 0;
  if (extents->count == 0) return true;
  hsize_t start[H5S_MAX_RANK] = {0};
  start[0] = request->first;
  if (H5Sselect_hyperslab(from->space, H5S_SELECT_SET, start, NULL, extents->extents, NULL) < 0)
    return fail_in_library(self, from, "selecting its rows");
  return true;
}

static bool read_elements(source *from, hid_t memory, void *buffer) {
  if (from->extents.count == 0) return true;
  hid_t target = H5Screate_simple(from->extents.rank, from->extents.extents, NULL);
  if (target < 0) return false;
  bool read = H5Dread(from->dataset, memory, target, from->space, H5P_DEFAULT, buffer) >= 0;
  if (read) H5Sclose(target);  // after a failure the error stack must stay as it is
  return read;
}

// Rank, extents, then the elements.
static void send_elements(const worker *self, const source *from, const void *buffer, size_t size) {
  output head = {0};
  output_u64(&head, (uint64_t)from->extents.rank);
  for (int axis = 0; axis < from->extents.rank; ++axis) output_u64(&head, from->extents.extents[axis]);
  chdf5r_reply reply = {.status = CHDF5R_OK, .length = head.length + from->extents.count * size};
  send_bytes(self->socket, &reply, sizeof reply);
  send_bytes(self->socket, head.bytes, head.length);
  send_bytes(self->socket, buffer, from->extents.count * size);
  free(head.bytes);
}

// The library turns binary16 into floats bit by bit, for milliseconds a recording; such elements are read as they are
// stored and widened here. Only the little-endian IEEE format is meant, with its bits where they belong.
static bool is_binary16(hid_t stored) {
  hid_t half = H5Tcopy(H5T_IEEE_F32LE);
  bool made = half >= 0 && H5Tset_fields(half, 15, 10, 5, 0, 10) >= 0 && H5Tset_size(half, 2) >= 0
              && H5Tset_ebias(half, 15) >= 0;
  bool same = made && H5Tequal(stored, half) > 0;
  if (half >= 0) H5Tclose(half);
  return same;
}

// A power of two moves the exponent, subnormals included; infinities and NaN keep their fraction.
static float widened(uint16_t half) {
  uint32_t magnitude = (uint32_t)(half & 0x7fff) << 13, bits;
  float scaled;
  memcpy(&scaled, &magnitude, sizeof scaled);
  scaled *= 0x1p112f;
  memcpy(&bits, &scaled, sizeof bits);
  if (magnitude >= 0x0f800000) bits = magnitude | 0x7f800000;
  bits |= (uint32_t)(half & 0x8000) << 16;
  memcpy(&scaled, &bits, sizeof scaled);
  return scaled;
}

// From the last element to the first: the floats lie where the shorter elements lay.
static void widen_in_place(void *buffer, uint64_t count) {
  char *bytes = buffer;
  for (uint64_t index = count; index-- > 0;) {
    uint16_t half;
    memcpy(&half, bytes + 2 * index, sizeof half);
    float value = widened(half);
    memcpy(bytes + 4 * index, &value, sizeof value);
  }
}

void answer_read(const worker *self, const char *name, const chdf5r_request *request) {
  source from;
  if (!open_source(self, name, &from) || !select_rows(self, &from, request)) return;
  bool widens = request->kind == CHDF5R_FLOAT && is_binary16(from.type);
  hid_t memory = widens ? H5Tcopy(from.type) : memory_type(from.type, request->kind);
  if (memory < 0) {
    fail(self, &from, CHDF5R_WRONG_KIND, class_name(from.type));
    return;
  }
  if (!size_is_plausible(self, &from, from.extents.count)) return;
  size_t size = widens ? sizeof(float) : H5Tget_size(memory);
  void *buffer = calloc(from.extents.count > 0 ? from.extents.count : 1, size);
  if (buffer == NULL) fail(self, &from, CHDF5R_OUT_OF_MEMORY, "there is not enough memory to read it");
  else if (!read_elements(&from, memory, buffer)) fail_in_library(self, &from, "reading its values");
  else {
    if (widens) widen_in_place(buffer, from.extents.count);
    send_elements(self, &from, buffer, size);
    close_source(&from);
  }
  free(buffer);
  H5Tclose(memory);
}

void answer_texts(const worker *self, const char *name) {
  source from;
  if (!open_source(self, name, &from)) return;
  if (H5Tget_class(from.type) != H5T_STRING) {
    fail(self, &from, CHDF5R_WRONG_KIND, "it does not hold text");
    return;
  }
  if (!size_is_plausible(self, &from, from.extents.count)) return;
  void *buffer = calloc(from.extents.count > 0 ? from.extents.count : 1, H5Tget_size(from.type));
  if (buffer == NULL) fail(self, &from, CHDF5R_OUT_OF_MEMORY, "there is not enough memory to read it");
  else if (from.extents.count > 0 && H5Dread(from.dataset, from.type, H5S_ALL, H5S_ALL, H5P_DEFAULT, buffer) < 0)
    fail_in_library(self, &from, "reading its text");
  else {
    output out = {0};
    output_strings(&out, from.type, buffer, from.extents.count);
    if (from.extents.count > 0 && H5Tis_variable_str(from.type) > 0)
      H5Dvlen_reclaim(from.type, from.space, H5P_DEFAULT, buffer);
    reply_output(self, &out);
    close_source(&from);
  }
  free(buffer);
}
