#include <fastcgi.h>
#include <fcgiapp.h>

// The Glibc module of Swift has none of these headers.
#include <malloc.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

// glibc declares these only for _GNU_SOURCE, which the Glibc module is built without.
#include <pthread.h>
#include <sys/socket.h>
int accept4(int listener, struct sockaddr *address, socklen_t *length, int flags);
int pthread_setname_np(pthread_t thread, const char *name);
