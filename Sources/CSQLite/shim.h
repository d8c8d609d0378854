#include <sqlite3.h>

/// `sqlite3_config` is variadic, hence out of reach from Swift.
///
/// Debian builds SQLite with its memory statistics on, which puts one process-wide mutex
/// around every allocation: https://www.sqlite.org/c3ref/c_config_covering_index_scan.html#sqliteconfigmemstatus
/// Must be called before the first connection is opened.
static inline int CSQLite_disableMemoryStatistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
