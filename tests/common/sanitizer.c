/* sanitizer.c
 *
 * What the leak sanitizer has to know of the libraries, in every program that loads GStreamer or
 * GTK. What is named here was made by a library before main(), or lasts as long as the program.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

const char *__asan_default_options (void);
const char *__lsan_default_suppressions (void);

/* Libraries are built without frame pointers: only slow unwinding sees who called them. */
const char *
__asan_default_options (void)
{
  return "fast_unwind_on_malloc=0";
}

/* GLib leaves behind a table of its quarks, the first made before main(), whenever there are too many
 * for it; EGL what its drivers made before they were unloaded; libatspi a name that it is told twice;
 * fontconfig what it found; x265 some of its parameters; OpenNI its drivers, to whoever is the first to
 * look what plugins there are. Nothing that calls this program back may
 * stand here: it would hide what this program leaks. */
const char *
__lsan_default_suppressions (void)
{
  return "leak:call_init\n"
         "leak:g_intern_\n"
         "leak:g_quark_from_\n"
         "leak:libEGL\n"
         "leak:libOpenNI2\n"
         "leak:libatspi\n"
         "leak:libfontconfig\n"
         "leak:libx265\n";
}
