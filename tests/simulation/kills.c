/* Counts the system calls that change files under one folder, Python's, Arrow's and DuckDB's alike, and kills the process at one.

   Loaded by LD_PRELOAD; `kills_arm(n, torn)` begins to count and kills before call n (0: never), `kills_count()` tells how many there were.
   Torn: a call that writes bytes writes half of them first. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static long limit, count;
static int armed, torn;

void kills_arm(long n, int half) { limit = n; count = 0; torn = half; armed = 1; }
long kills_count(void) { return count; }

static int ours(const char *path) {
    const char *root = getenv("VOXPOP_KILLS_ROOT");
    return root && path && strncmp(path, root, strlen(root)) == 0;
}

static int ours_fd(int fd) {
    char name[64], path[4096];
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(name, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return ours(path);
}

static int ours_at(int fd, const char *path) {
    return path && (path[0] == '/' ? ours(path) : fd != AT_FDCWD && ours_fd(fd));
}

static int now(void) { return __sync_add_and_fetch(&count, 1) == limit; }
static void end(void) { kill(getpid(), SIGKILL); for (;;) pause(); }

#define REAL(name) static __typeof__(name) *real; if (!real) real = dlsym(RTLD_NEXT, #name)
#define STEP(mine) do { if (armed && (mine) && now()) end(); } while (0)

#define WRITES(mine, half) do { if (armed && (mine) && now()) { if (torn) (void)!(half); end(); } } while (0)
ssize_t write(int fd, const void *b, size_t n) { REAL(write); WRITES(ours_fd(fd), real(fd, b, n / 2)); return real(fd, b, n); }
ssize_t pwrite(int fd, const void *b, size_t n, off_t o) { REAL(pwrite); WRITES(ours_fd(fd), real(fd, b, n / 2, o)); return real(fd, b, n, o); }
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) { REAL(pwrite64); WRITES(ours_fd(fd), real(fd, b, n / 2, o)); return real(fd, b, n, o); }
ssize_t writev(int fd, const struct iovec *v, int n) { REAL(writev); STEP(ours_fd(fd)); return real(fd, v, n); }
ssize_t sendfile(int o, int i, off_t *at, size_t n) { REAL(sendfile); WRITES(ours_fd(o), real(o, i, at, 4096)); return real(o, i, at, n); }
ssize_t sendfile64(int o, int i, off64_t *at, size_t n) { REAL(sendfile64); WRITES(ours_fd(o), real(o, i, at, 4096)); return real(o, i, at, n); }
ssize_t copy_file_range(int i, off64_t *a, int o, off64_t *b, size_t n, unsigned f) {
    REAL(copy_file_range); WRITES(ours_fd(o), real(i, a, o, b, 4096, f)); return real(i, a, o, b, n, f);
}
int fsync(int fd) { REAL(fsync); STEP(ours_fd(fd)); return real(fd); }
int fdatasync(int fd) { REAL(fdatasync); STEP(ours_fd(fd)); return real(fd); }
int ftruncate(int fd, off_t n) { REAL(ftruncate); STEP(ours_fd(fd)); return real(fd, n); }
int ftruncate64(int fd, off64_t n) { REAL(ftruncate64); STEP(ours_fd(fd)); return real(fd, n); }
int fallocate(int fd, int m, off_t o, off_t n) { REAL(fallocate); STEP(ours_fd(fd)); return real(fd, m, o, n); }
int posix_fallocate(int fd, off_t o, off_t n) { REAL(posix_fallocate); STEP(ours_fd(fd)); return real(fd, o, n); }
int rename(const char *a, const char *b) { REAL(rename); STEP(ours(b)); return real(a, b); }
int renameat(int d, const char *a, int e, const char *b) { REAL(renameat); STEP(ours_at(e, b)); return real(d, a, e, b); }
int renameat2(int d, const char *a, int e, const char *b, unsigned f) { REAL(renameat2); STEP(ours_at(e, b)); return real(d, a, e, b, f); }
int link(const char *a, const char *b) { REAL(link); STEP(ours(b)); return real(a, b); }
int unlink(const char *p) { REAL(unlink); STEP(ours(p)); return real(p); }
int unlinkat(int d, const char *p, int f) { REAL(unlinkat); STEP(ours_at(d, p)); return real(d, p, f); }
int rmdir(const char *p) { REAL(rmdir); STEP(ours(p)); return real(p); }
int mkdir(const char *p, mode_t m) { REAL(mkdir); STEP(ours(p)); return real(p, m); }
int mkdirat(int d, const char *p, mode_t m) { REAL(mkdirat); STEP(ours_at(d, p)); return real(d, p, m); }

#define MODE(flags, mode) do { if ((flags) & O_CREAT) { va_list more; va_start(more, flags); mode = va_arg(more, int); va_end(more); } } while (0)
#define CHANGES(flags) ((flags) & (O_CREAT | O_TRUNC))
int open(const char *p, int flags, ...) { mode_t m = 0; MODE(flags, m); REAL(open); STEP(CHANGES(flags) && ours(p)); return real(p, flags, m); }
int open64(const char *p, int flags, ...) { mode_t m = 0; MODE(flags, m); REAL(open64); STEP(CHANGES(flags) && ours(p)); return real(p, flags, m); }
int openat(int d, const char *p, int flags, ...) { mode_t m = 0; MODE(flags, m); REAL(openat); STEP(CHANGES(flags) && ours_at(d, p)); return real(d, p, flags, m); }
int openat64(int d, const char *p, int flags, ...) { mode_t m = 0; MODE(flags, m); REAL(openat64); STEP(CHANGES(flags) && ours_at(d, p)); return real(d, p, flags, m); }
