#include <hiredis/hiredis.h>

/// `redisContext.errstr` is a char[128], which Swift imports as a tuple of 128 elements.
/// This hands it over as the C string that it is.
static inline const char *CHiredis_errorMessage(const redisContext *context) {
    return context->errstr;
}
