#ifndef CHDF5_READER_H
#define CHDF5_READER_H
#include <stddef.h>
#include <stdint.h>

// Reads HDF5 files in a child process.
//
// Why: libhdf5 trusts what it reads. Version 1.10.8 ends in a segmentation fault or an endless loop for about one in a
// hundred files with a few damaged bytes of metadata. A crash here ends the child and becomes an error for the caller,
// whose memory libhdf5 never touches while it reads.
//
// The child is a fork, not another program, so that nothing has to be found or installed; it runs only the C code of
// this folder and libhdf5. Requests and replies go over a socket; one request at a time.
//
// Every reply is a chdf5r_reply followed by `length` bytes: the payload, or, when `status` is not CHDF5R_OK, the text
// of the failure. Numbers are in the machine's own byte order.

typedef struct {
  int socket;
  int process;
} chdf5r_reader;

enum chdf5r_operation {
  CHDF5R_OPEN,        // sent by itself after the start: the answer to opening the file
  CHDF5R_LIST,        // first: at most so many objects
  CHDF5R_DESCRIBE,    // one object
  CHDF5R_ATTRIBUTES,  // of one object
  CHDF5R_READ,        // numbers; kind, rows
  CHDF5R_TEXTS,       // strings
};

enum chdf5r_kind { CHDF5R_FLOAT, CHDF5R_DOUBLE, CHDF5R_INT64, CHDF5R_COMPLEX_FLOAT };

enum chdf5r_status {
  CHDF5R_OK,
  CHDF5R_MISSING_FILE,
  CHDF5R_UNREADABLE_FILE,
  CHDF5R_NOT_HDF5,
  CHDF5R_DAMAGED,
  CHDF5R_MISSING_OBJECT,
  CHDF5R_WRONG_KIND,
  CHDF5R_MISSING_FILTER,
  CHDF5R_TOO_LARGE,
  CHDF5R_OUT_OF_MEMORY,
};

typedef struct {
  uint32_t operation;
  uint32_t kind;
  uint64_t first;       // LIST: the most objects wanted. READ: the first row
  uint64_t count;       // READ: how many rows; UINT64_MAX for the whole dataset
  uint32_t name_length; // the object's path follows, without a terminating zero
  uint32_t reserved;
} chdf5r_request;

typedef struct {
  uint32_t status;
  uint32_t reserved;
  uint64_t length;
} chdf5r_reply;

// What a dataset or a type may be; the first byte of an encoded type.
enum chdf5r_class {
  CHDF5R_CLASS_OTHER,
  CHDF5R_CLASS_INTEGER,   // then u8 signed
  CHDF5R_CLASS_FLOAT,
  CHDF5R_CLASS_BOOL,      // an enumeration of FALSE = 0 and TRUE = 1
  CHDF5R_CLASS_ENUM,      // then the base type
  CHDF5R_CLASS_TEXT,      // then u8 of variable length
  CHDF5R_CLASS_COMPOUND,  // then u32 count, and for each member its name and type
  CHDF5R_CLASS_ARRAY,     // then u32 rank, u64 extents, and the base type
  CHDF5R_CLASS_SEQUENCE,  // of variable length; then the base type
  CHDF5R_CLASS_OPAQUE,
  CHDF5R_CLASS_REFERENCE,
};

enum chdf5r_object { CHDF5R_GROUP, CHDF5R_DATASET, CHDF5R_NAMED_TYPE, CHDF5R_UNREADABLE };

// Opens `path` in a new child. `cpu_seconds` (more for large files) bounds the processor time of each request, and
// ten times as much its waiting. Returns 0, or errno. Call it under the same lock as everything else of libhdf5 in this process.
int chdf5r_start(chdf5r_reader *reader, const char *path, unsigned cpu_seconds);

// Sends a request. Returns 0, or -1 when the child is gone.
int chdf5r_send(const chdf5r_reader *reader, const chdf5r_request *request, const void *name);

// Receives exactly `size` bytes. Returns 0, or -1 when the child is gone.
int chdf5r_receive(const chdf5r_reader *reader, void *buffer, size_t size);

// Ends the child. Returns the signal that had ended it before, or 0 if it was well.
int chdf5r_stop(chdf5r_reader *reader);

#endif
