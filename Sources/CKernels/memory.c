#define _GNU_SOURCE
#include "CKernels.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

enum { large_page = 2 << 20, alignment = 64 };

void ck_keep_freed_memory(void) {
#if defined(__GLIBC__)
  // The greatest threshold that glibc takes; larger arrays still go back at once.
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}

static size_t mapped_bytes(size_t bytes) { return (bytes + large_page - 1) / large_page * large_page; }

// Maps a page too much and gives back what lies before and behind the aligned part.
static void *map_aligned(size_t bytes) {
  size_t whole = mapped_bytes(bytes) + large_page;
  if (whole < bytes) return NULL;
  uint8_t *start = mmap(NULL, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (start == MAP_FAILED) return NULL;
  size_t before = (large_page - (uintptr_t)start % large_page) % large_page;
  if (before > 0) munmap(start, before);
  munmap(start + before + mapped_bytes(bytes), large_page - before);
  return start + before;
}

void *ck_reserve(size_t bytes) {
  void *block = NULL;
  if (bytes < large_page) {
    if (posix_memalign(&block, alignment, bytes ? bytes : alignment) != 0) return NULL;
    return memset(block, 0, bytes);
  }
  block = map_aligned(bytes);
#if defined(__linux__)
  if (block != NULL) {
    madvise(block, mapped_bytes(bytes), MADV_HUGEPAGE);
    madvise(block, mapped_bytes(bytes), MADV_DONTFORK);
  }
#endif
  return block;
}

void ck_release(void *block, size_t bytes) {
  if (bytes < large_page) {
    free(block);
  } else {
    munmap(block, mapped_bytes(bytes));
  }
}
