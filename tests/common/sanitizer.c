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

/* GLib leaves behind the first table of its quarks, made before main(), once there are more than
 * 2048 of them; fontconfig what it found, x265 some of its parameters. No library that calls this
 * program back may stand here: it would hide what this program leaks. */
const char *
__lsan_default_suppressions (void)
{
  return "leak:call_init\n"
         "leak:libfontconfig\n"
         "leak:libx265\n";
}
