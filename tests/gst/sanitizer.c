/* sanitizer.c
 *
 * What the leak sanitizer has to know where GStreamer is in the process: GLib leaves behind the
 * first table of its quarks, 16 KiB, once there are more than 2048 of them. It was made before
 * main() in code without frame pointers, so the way there is only seen by slow unwinding.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
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
  return "leak:call_init\n";
}
