#ifndef CHDF5_READER_WORKER_H
#define CHDF5_READER_WORKER_H
// What the files of this folder share; all of it runs in the child process only.
#include "CHDF5Reader.h"
// Newer libraries give some functions other arguments unless told otherwise.
#define H5_USE_110_API
#include <hdf5.h>
#include <stdbool.h>

// The open file of this child and the socket it answers on.
typedef struct {
  hid_t file;
  int socket;
  uint64_t file_size;
} worker;

// A growing array of bytes: a reply being written. Once it is full or memory is out, `failed` stays set.
typedef struct {
  uint8_t *bytes;
  size_t length, capacity;
  bool failed;
} output;

void output_bytes(output *out, const void *bytes, size_t count);
void output_u8(output *out, uint8_t value);
void output_u32(output *out, uint32_t value);
void output_u64(output *out, uint64_t value);
void output_text(output *out, const char *text, size_t length);

// reply.c. Each sends one reply; a child whose parent has gone ends here.
void reply_output(const worker *self, output *out);
void reply_failure(const worker *self, uint32_t status, const char *text);
// The failure in libhdf5's own words: the innermost message of its error stack. Call before any other HDF5 function.
void reply_library_failure(const worker *self, uint32_t status, const char *attempt);
void library_message(char *text, size_t size);
void send_bytes(int socket, const void *bytes, size_t count);

// types.c
void describe_type(output *out, hid_t type);
bool is_complex(hid_t type);

// objects.c
void answer_list(const worker *self, uint64_t limit);
void answer_describe(const worker *self, const char *name);

// attributes.c
void answer_attributes(const worker *self, const char *name);

// strings.c. Appends u64 count and the strings of `count` elements at `buffer`.
void output_strings(output *out, hid_t type, const void *buffer, uint64_t count);

// reading.c
void answer_read(const worker *self, const char *name, const chdf5r_request *request);
void answer_texts(const worker *self, const char *name);

// extents.c
enum { maximum_rank = H5S_MAX_RANK };
typedef struct {
  int rank;
  hsize_t extents[H5S_MAX_RANK], maxima[H5S_MAX_RANK];
  uint64_t count;  // elements; UINT64_MAX when the product does not fit
} shape;

bool read_shape(hid_t space, shape *result);
uint64_t product_or_maximum(uint64_t a, uint64_t b);
// How many bytes a dataset of this file may reasonably unpack to: deflate at its best is 1032 : 1, and a little is
// always allowed, because unwritten parts of a dataset take no room at all.
uint64_t plausible_bytes(const worker *self, bool filtered);

// Opens an object by its path; a missing one is answered with CHDF5R_MISSING_OBJECT and gives a negative identifier.
hid_t open_object(const worker *self, const char *name);
#endif
