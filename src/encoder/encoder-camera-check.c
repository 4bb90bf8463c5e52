/* encoder-camera-check.c
 *
 * Whether a path is a camera, and if not, why not, in words. Drivers and GStreamer say it in codes.
 * Callable from any thread; opens the device for an instant.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-camera.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
fail (GError     **error,
      int          code,
      const char  *message)
{
  g_set_error_literal (error, G_IO_ERROR, code, message);
  return FALSE;
}

static gboolean
fail_errno (int      code,
            GError **error)
{
  switch (code) {
  case ENOENT:
  case ENXIO:
  case ENODEV:
    return fail (error, G_IO_ERROR_NOT_FOUND, _("there is no such device"));
  case EACCES:
  case EPERM:
    return fail (error, G_IO_ERROR_PERMISSION_DENIED,
                 _("you may not use it; members of the group “video” may"));
  case EBUSY:
    return fail (error, G_IO_ERROR_BUSY, _("another program has it"));
  default:
    return fail (error, (int) g_io_error_from_errno (code), g_strerror (code));
  }
}

static gboolean
check_abilities (int      fd,
                 GError **error)
{
  struct v4l2_capability abilities = { 0 };
  guint32 all;

  if (ioctl (fd, VIDIOC_QUERYCAP, &abilities) < 0)
    return fail (error, G_IO_ERROR_NOT_SUPPORTED, _("it is no camera"));

  all = abilities.capabilities & V4L2_CAP_DEVICE_CAPS ? abilities.device_caps
                                                      : abilities.capabilities;
  if (!(all & (V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_VIDEO_CAPTURE_MPLANE)))
    return fail (error, G_IO_ERROR_NOT_SUPPORTED,
                 _("it takes no pictures; one camera may have several devices, of which this is "
                   "another"));

  return TRUE;
}

/**
 * encoder_camera_check:
 * @path: of a device
 * @error: in %G_IO_ERROR, without the path
 *
 * Returns: whether it is a camera that can be opened
 */
gboolean
encoder_camera_check (const char  *path,
                      GError     **error)
{
  struct stat status;
  gboolean is_camera;
  int fd;

  if (stat (path, &status) < 0)
    return fail_errno (errno, error);
  if (!S_ISCHR (status.st_mode))
    return fail (error, G_IO_ERROR_NOT_SUPPORTED, _("it is no camera"));

  fd = open (path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0)
    return fail_errno (errno, error);

  is_camera = check_abilities (fd, error);
  close (fd);
  return is_camera;
}
