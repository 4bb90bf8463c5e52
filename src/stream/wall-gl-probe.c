/* wall-gl-probe.c
 *
 * Asks OpenGL who renders on the display that GTK will use, without a window. It loads drivers,
 * which may hang or crash: only for a process that may be lost.
 *
 * EGL is loaded when asked, so that the program starts where it is not installed; hence its few
 * declarations, as the Khronos registry numbers them, are repeated here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-gl-probe.h"

#include <dlfcn.h>
#include <stdint.h>
#include <string.h>

#define EGL_PLATFORM_X11      0x31D5
#define EGL_PLATFORM_WAYLAND  0x31D8
#define EGL_NONE              0x3038
#define EGL_RENDERABLE_TYPE   0x3040
#define EGL_OPENGL_ES2_BIT    0x0004
#define EGL_OPENGL_ES_API     0x30A0
#define EGL_CONTEXT_VERSION   0x3098
#define GL_RENDERER           0x1F01

typedef struct {
  void        *(*get_proc_address) (const char *name);
  void *(*get_platform_display) (unsigned platform, void *native, const intptr_t *attributes);
  unsigned     (*initialize) (void *display, int *major, int *minor);
  unsigned (*choose_config) (
    void *display, const int *attributes, void **configs, int size, int *n);
  unsigned     (*bind_api) (unsigned api);
  void        *(*create_context) (void *display, void *config, void *share, const int *attributes);
  unsigned     (*make_current) (void *display, void *draw, void *read, void *context);
} Egl;

static gboolean
egl_load (Egl *egl)
{
  const struct {
    const char *name;
    void       *function;
  } wanted[] = {
    { "eglGetProcAddress", &egl->get_proc_address },
    { "eglGetPlatformDisplay", &egl->get_platform_display },
    { "eglInitialize", &egl->initialize },
    { "eglChooseConfig", &egl->choose_config },
    { "eglBindAPI", &egl->bind_api },
    { "eglCreateContext", &egl->create_context },
    { "eglMakeCurrent", &egl->make_current },
  };
  void *library = dlopen ("libEGL.so.1", RTLD_NOW | RTLD_LOCAL);

  if (!library)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++) {
    void *symbol = dlsym (library, wanted[i].name);

    if (!symbol)
      return FALSE;
    memcpy (wanted[i].function, &symbol, sizeof symbol);
  }

  return TRUE;
}

/* As GDK chooses: Wayland first, unless the user wants it otherwise. */
static unsigned
choose_platform (void)
{
  const char *backend = g_getenv ("GDK_BACKEND");

  if (backend && g_str_has_prefix (backend, "x11"))
    return EGL_PLATFORM_X11;

  return g_getenv ("WAYLAND_DISPLAY") ? EGL_PLATFORM_WAYLAND : EGL_PLATFORM_X11;
}

static gboolean
make_context_current (const Egl *egl)
{
  const int config_attributes[] = { EGL_RENDERABLE_TYPE, EGL_OPENGL_ES2_BIT, EGL_NONE };
  const int context_attributes[] = { EGL_CONTEXT_VERSION, 2, EGL_NONE };
  void *display = egl->get_platform_display (choose_platform (), NULL, NULL);
  void *config = NULL, *context;
  int n = 0;

  if (!display || !egl->initialize (display, NULL, NULL) || !egl->bind_api (EGL_OPENGL_ES_API))
    return FALSE;
  if (!egl->choose_config (display, config_attributes, &config, 1, &n) || n < 1)
    return FALSE;

  context = egl->create_context (display, config, NULL, context_attributes);

  return context && egl->make_current (display, NULL, NULL, context);
}

/**
 * wall_gl_probe:
 * @out_renderer: (out): what `GL_RENDERER` says; empty if there is no OpenGL
 * @size: of the memory for it
 */
void
wall_gl_probe (char  *out_renderer,
               gsize  size)
{
  const unsigned char *(*get_string) (unsigned name);
  const char *renderer;
  void *symbol;
  Egl egl;

  *out_renderer = '\0';
  if (!egl_load (&egl) || !make_context_current (&egl))
    return;

  symbol = egl.get_proc_address ("glGetString");
  if (!symbol)
    return;
  memcpy (&get_string, &symbol, sizeof symbol);
  renderer = (const char *) get_string (GL_RENDERER);
  if (renderer)
    g_strlcpy (out_renderer, renderer, size);
}
