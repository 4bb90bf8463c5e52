/* sanitizer.c
 *
 * What the leak sanitizer has to know of the libraries: GLib leaves behind the first table of its
 * quarks, made before main() in code that only slow unwinding sees through, and x265 some of its
 * parameters.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

const char *__asan_default_options (void);
const char *__lsan_default_suppressions (void);

const char *
__asan_default_options (void)
{
  return "fast_unwind_on_malloc=0";
}

const char *
__lsan_default_suppressions (void)
{
  return "leak:call_init\nleak:libx265\n";
}
