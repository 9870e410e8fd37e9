
#define _GNU_SOURCE
#include "CKernels.h"

#include <dlfcn.h>
#include <pthread.h>

// GNU OpenMP's entry points are looked up rather than linked: oneDNN brings the library along (or does not), and two
// OpenMP runtimes in one process would each keep a pool of spinning threads.
typedef void (*gomp_parallel)(void (*)(void *), void *, unsigned, unsigned);
typedef int (*omp_query)(void);

static gomp_parallel parallel_region;
static omp_query max_threads, thread_number, team_size;
static pthread_once_t looked_up = PTHREAD_ONCE_INIT;

static void look_up(void) {
  gomp_parallel region = (gomp_parallel)dlsym(RTLD_DEFAULT, "GOMP_parallel");
  max_threads = (omp_query)dlsym(RTLD_DEFAULT, "omp_get_max_threads");
  thread_number = (omp_query)dlsym(RTLD_DEFAULT, "omp_get_thread_num");
  team_size = (omp_query)dlsym(RTLD_DEFAULT, "omp_get_num_threads");
  if (max_threads && thread_number && team_size) parallel_region = region;
}

struct work {
  ptrdiff_t count, grain;
  ck_range_body body;
  void *context;
};

static void run_share(void *argument) {
  const struct work *work = argument;
  ptrdiff_t chunks = (work->count + work->grain - 1) / work->grain;
  ptrdiff_t thread = thread_number(), threads = team_size();
  ptrdiff_t begin = chunks * thread / threads * work->grain;
  ptrdiff_t end = chunks * (thread + 1) / threads * work->grain;
  if (end > work->count) end = work->count;
  if (begin < end) work->body(work->context, begin, end);
}

int ck_thread_count(void) {
  pthread_once(&looked_up, look_up);
  return parallel_region ? max_threads() : 1;
}

int ck_thread_index(void) {
  pthread_once(&looked_up, look_up);
  return parallel_region ? thread_number() : 0;
}

void ck_parallel_for(ptrdiff_t count, ptrdiff_t grain, ck_range_body body, void *context) {
  if (count <= 0) return;
  if (grain < 1) grain = 1;
  pthread_once(&looked_up, look_up);
  if (!parallel_region || count <= grain) {
    body(context, 0, count);
    return;
  }
  struct work work = {count, grain, body, context};
  parallel_region(run_share, &work, 0, 0);
}
