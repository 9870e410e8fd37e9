// What a file holds: groups, datasets, their shapes, types, chunks and filters.
#include "worker.h"
#include <stdio.h>
#include <string.h>

static void describe_extents(output *out, int rank, const hsize_t *extents) {
  for (int axis = 0; axis < rank; ++axis) output_u64(out, extents[axis]);
}

static void describe_filter(output *out, hid_t properties, unsigned index) {
  unsigned flags, configuration;
  size_t values = 0;
  char name[64] = "";
  H5Z_filter_t filter = H5Pget_filter2(properties, index, &flags, &values, NULL, sizeof name, name, &configuration);
  output_u32(out, (uint32_t)filter);
  output_text(out, name, strnlen(name, sizeof name));
  output_u8(out, filter >= 0 && H5Zfilter_avail(filter) > 0);
}

// Chunk extents (u32 rank, 0 when not chunked) and filters.
static void describe_storage(output *out, hid_t dataset) {
  hid_t properties = H5Dget_create_plist(dataset);
  hsize_t chunk[H5S_MAX_RANK];
  int rank = 0, filters = 0;
  if (properties >= 0) {
    if (H5Pget_layout(properties) == H5D_CHUNKED) rank = H5Pget_chunk(properties, maximum_rank, chunk);
    filters = H5Pget_nfilters(properties);
  }
  output_u32(out, rank > 0 ? (uint32_t)rank : 0);
  describe_extents(out, rank, chunk);
  output_u32(out, filters > 0 ? (uint32_t)filters : 0);
  for (int index = 0; index < filters; ++index) describe_filter(out, properties, (unsigned)index);
  if (properties >= 0) H5Pclose(properties);
  output_u64(out, H5Dget_storage_size(dataset));
}

// Returns false, having written nothing, when type or extents cannot be read.
static bool describe_dataset(output *out, hid_t dataset) {
  hid_t type = H5Dget_type(dataset), space = type < 0 ? -1 : H5Dget_space(dataset);
  shape extents;
  bool readable = space >= 0 && read_shape(space, &extents);
  if (readable) {
    output_u8(out, CHDF5R_DATASET);
    describe_type(out, type);
    output_u32(out, (uint32_t)extents.rank);
    describe_extents(out, extents.rank, extents.extents);
    describe_extents(out, extents.rank, extents.maxima);
    describe_storage(out, dataset);
  }
  if (space >= 0) H5Sclose(space);
  if (type >= 0) H5Tclose(type);
  return readable;
}

static void describe_unreadable(output *out) {
  char reason[512];
  library_message(reason, sizeof reason);
  output_u8(out, CHDF5R_UNREADABLE);
  output_text(out, reason, strlen(reason));
}

static void describe_object(output *out, hid_t object) {
  switch (H5Iget_type(object)) {
    case H5I_GROUP:
    case H5I_FILE: output_u8(out, CHDF5R_GROUP); break;
    case H5I_DATATYPE: output_u8(out, CHDF5R_NAMED_TYPE); break;
    case H5I_DATASET:
      if (describe_dataset(out, object)) break;  // else fall through
    default: describe_unreadable(out);
  }
}

typedef struct {
  output out;
  uint64_t left;
} listing;

// H5Ovisit calls this once for each object, however many links lead there, so a cycle of groups ends.
static herr_t list_object(hid_t root, const char *name, const H5O_info_t *facts, void *context) {
  (void)facts;
  listing *list = context;
  if (list->left == 0 || list->out.failed) return 1;
  list->left -= 1;
  output_u8(&list->out, 1);
  output_text(&list->out, name, strlen(name));
  hid_t object = H5Oopen(root, name, H5P_DEFAULT);
  if (object < 0) {
    describe_unreadable(&list->out);
    return 0;
  }
  describe_object(&list->out, object);
  H5Oclose(object);
  return 0;
}

// Records, each after a 1; then 0, and 1 if that was all. A walk that fails half-way gives what it found.
void answer_list(const worker *self, uint64_t limit) {
  listing list = {.out = {0}, .left = limit};
  herr_t result = H5Ovisit(self->file, H5_INDEX_NAME, H5_ITER_INC, list_object, &list);
  char reason[512] = "";
  if (result < 0) library_message(reason, sizeof reason);
  else if (result > 0) snprintf(reason, sizeof reason, "there are more than %llu objects", (unsigned long long)limit);
  output_u8(&list.out, 0);
  output_text(&list.out, reason, strlen(reason));
  reply_output(self, &list.out);
}

hid_t open_object(const worker *self, const char *name) {
  hid_t object = H5Oopen(self->file, name, H5P_DEFAULT);
  if (object < 0) reply_library_failure(self, CHDF5R_MISSING_OBJECT, "opening it");
  return object;
}

void answer_describe(const worker *self, const char *name) {
  hid_t object = open_object(self, name);
  if (object < 0) return;
  output out = {0};
  describe_object(&out, object);
  H5Oclose(object);
  reply_output(self, &out);
}
