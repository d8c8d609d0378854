// A baseline for benchmarks: a FastCGI responder on libfcgi that only sends the bytes of a file.
//
// NullResponder SOCKET THREADS FILE

#include <fcgiapp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static int listener;
static char *answer;
static int length;

static void *serve(void *unused) {
    FCGX_Request request;
    FCGX_InitRequest(&request, listener, 0);
    while (FCGX_Accept_r(&request) == 0) {
        FCGX_PutStr(answer, length, request.out);
        FCGX_Finish_r(&request);
    }
    return unused;
}

int main(int count, char **arguments) {
    if (count != 4) return 64;
    FILE *file = fopen(arguments[3], "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) return 66;
    long size = ftell(file);
    rewind(file);
    answer = malloc(size + 200);
    length = sprintf(
        answer,
        "Content-Type: application/json; charset=utf-8\r\nContent-Length: %ld\r\n\r\n",
        size);
    if (fread(answer + length, 1, size, file) != (size_t)size) return 66;
    length += size;

    FCGX_Init();
    listener = FCGX_OpenSocket(arguments[1], 1024);
    if (listener < 0) return 71;
    pthread_t thread;
    for (int number = atoi(arguments[2]); number > 0; number--) {
        if (pthread_create(&thread, NULL, serve, NULL) != 0) return 71;
    }
    pthread_join(thread, NULL);
    return 0;
}
