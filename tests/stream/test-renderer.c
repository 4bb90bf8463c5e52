/* test-renderer.c
 *
 * The choice of the renderer: it respects the user, ends in time, and knows software by its names.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-gl-probe.h"
#include "wall-renderer.h"
#include "wall-texture-path.h"

static void
test_knows_software (void)
{
  g_assert_true (wall_renderer_is_software ("llvmpipe (LLVM 15.0.6, 256 bits)"));
  g_assert_true (wall_renderer_is_software ("virgl (LLVMPIPE (LLVM 15.0.6, 256 bits))"));
  g_assert_true (wall_renderer_is_software ("softpipe"));
  g_assert_true (wall_renderer_is_software ("Software Rasterizer"));
  g_assert_true (wall_renderer_is_software (""));
  g_assert_false (wall_renderer_is_software ("Mesa Intel(R) UHD Graphics 620 (KBL GT2)"));
  g_assert_false (wall_renderer_is_software ("AMD Radeon RX 6600 (radeonsi, navi23, LLVM 15.0.6)"));
  g_assert_false (wall_renderer_is_software ("NVIDIA GeForce GTX 1650/PCIe/SSE2"));
}

static void
test_respects_the_user (void)
{
  g_setenv ("GSK_RENDERER", "gl", TRUE);
  wall_renderer_choose ();
  g_assert_cmpstr (g_getenv ("GSK_RENDERER"), ==, "gl");
  g_assert_cmpstr (wall_renderer_get_reason (), ==, "GSK_RENDERER is gl");
}

static void
test_chooses_in_time (void)
{
  gint64 start_us = g_get_monotonic_time ();

  g_unsetenv ("GSK_RENDERER");
  wall_renderer_choose ();
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 10 * G_USEC_PER_SEC);
  g_assert_cmpstr (wall_renderer_get_reason (), !=, "");
  if (g_str_equal (wall_renderer_get_reason (), "no graphics device"))
    g_assert_cmpstr (g_getenv ("GSK_RENDERER"), ==, "cairo");
}

/* Without a display there is nobody to ask; that is an answer, too. */
static void
test_probe_without_display (void)
{
  if (g_test_subprocess ()) {
    char renderer[256] = "x";

    g_setenv ("DISPLAY", ":no-such-display", TRUE);
    g_unsetenv ("WAYLAND_DISPLAY");
    wall_gl_probe (renderer, sizeof renderer);
    g_assert_cmpstr (renderer, ==, "");
    return;
  }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
test_path_follows_renderer (void)
{
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  g_assert_cmpint (wall_texture_path_get (), ==, WALL_TEXTURE_PATH_SURFACE);
  g_unsetenv ("GSK_RENDERER");
  g_assert_cmpint (wall_texture_path_get (), ==, WALL_TEXTURE_PATH_TEXTURE);

  wall_texture_path_set_renderer ("GskCairoRenderer");
  g_assert_cmpint (wall_texture_path_get (), ==, WALL_TEXTURE_PATH_SURFACE);
  g_assert_cmpstr (wall_texture_path_get_name (), ==, "cairo-surface");
  wall_texture_path_set_renderer ("GskGLRenderer");
  g_assert_cmpstr (wall_texture_path_get_name (), ==, "memory-texture");
}

static void
test_gpu_enlarges (void)
{
  const WallShape d1 = wall_shape_of_picture (704, 576, 16, 11);
  WallRect rect;

  wall_texture_path_set_renderer ("GskGLRenderer");
  rect = wall_texture_path_fit (d1, 704, 576, 1920, 1080);
  g_assert_cmpint (rect.width, ==, 1024);
  g_assert_cmpint (rect.height, ==, 576);
  rect = wall_texture_path_fit (d1, 704, 576, 480, 270);
  g_assert_cmpint (rect.width, ==, 480);

  wall_texture_path_set_renderer ("GskCairoRenderer");
  rect = wall_texture_path_fit (d1, 704, 576, 1920, 1080);
  g_assert_cmpint (rect.width, ==, 1920);
  rect = wall_texture_path_fit (d1, 704, 576, 0, 0);
  g_assert_cmpint (rect.width, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stream/renderer/knows-software", test_knows_software);
  g_test_add_func ("/stream/renderer/respects-the-user", test_respects_the_user);
  g_test_add_func ("/stream/renderer/chooses-in-time", test_chooses_in_time);
  g_test_add_func ("/stream/renderer/probe-without-display", test_probe_without_display);
  g_test_add_func ("/stream/texture-path/follows-renderer", test_path_follows_renderer);
  g_test_add_func ("/stream/texture-path/gpu-enlarges", test_gpu_enlarges);

  return g_test_run ();
}
