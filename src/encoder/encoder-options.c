/* encoder-options.c
 *
 * Reads the command line into a configuration, and says in words what is wrong with it.
 * Belongs to the main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-options.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "dvrip-header.h"

#define MAX_ALIVE_SECONDS  3600
#define MAX_PASSWORD_FILE  4096

/* A number that nobody would give. */
#define UNSAID G_MININT

/* Where GOption leaves what it reads. */
typedef struct {
  char    *listen, *main, *sub, *user, *password_file;
  char   **sources;
  int      port, channels, alive;
  gboolean ports_per_channel, version;
} Raw;

static void
clear_raw (Raw *raw)
{
  g_free (raw->listen);
  g_free (raw->main);
  g_free (raw->sub);
  g_free (raw->user);
  g_free (raw->password_file);
  g_strfreev (raw->sources);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Raw, clear_raw)

static gboolean
parse_raw (Raw                   *raw,
           EncoderDeviceOptions  *device,
           EncoderFaultOptions   *fault,
           EncoderSourceOptions  *source,
           int                   *argc,
           char                ***argv,
           GError               **error)
{
  const GOptionEntry entries[] = {
    { "listen", 0, 0, G_OPTION_ARG_STRING, &raw->listen,
      N_("Listen on this address of the computer (127.0.0.1)"), N_("ADDRESS") },
    { "port", 0, 0, G_OPTION_ARG_INT, &raw->port,
      N_("Listen on this port, 0 for any that is free (34567)"), N_("N") },
    { "channels", 0, 0, G_OPTION_ARG_INT, &raw->channels,
      N_("Serve so many channels (as many as there are sources)"), N_("N") },
    { "ports-per-channel", 0, 0, G_OPTION_ARG_NONE, &raw->ports_per_channel,
      N_("Give each channel a port of its own, as if it were a camera of its own"), NULL },
    { "source", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &raw->sources,
      N_("Show “test”, the test picture, “test-live”, one with a clock, a media file, a camera "
         "such as /dev/video0, or an rtsp:// address; once for all channels, or once for each"),
      N_("SOURCE") },
    { "main", 0, 0, G_OPTION_ARG_STRING, &raw->main,
      N_("Size, rate and codec (h264, h265, mpeg4, jpeg) of the main stream (640x360@25)"),
      N_("WxH@FPS[/CODEC]") },
    { "sub", 0, 0, G_OPTION_ARG_STRING, &raw->sub,
      N_("The same of the sub stream (320x180@10)"), N_("WxH@FPS[/CODEC]") },
    { "user", 0, 0, G_OPTION_ARG_STRING, &raw->user,
      N_("The user who may sign in (admin)"), N_("NAME") },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &raw->password_file,
      N_("A file whose first line is the password, and which nobody else can read"), N_("FILE") },
    { "alive-interval", 0, 0, G_OPTION_ARG_INT, &raw->alive,
      N_("Ask clients for a sign of life every so many seconds (20)"), N_("SECONDS") },
    { "version", 0, 0, G_OPTION_ARG_NONE, &raw->version, N_("Print the version and exit"), NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context, _("A DVRIP encoder in a box: channels to watch, for "
                                           "demonstrations and tests."));
  g_option_context_set_description (context, _("While it runs, it takes commands from standard "
                                               "input, a line each; “help” lists them."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  encoder_device_options_add (device, context);
  encoder_fault_options_add (fault, context);
  encoder_source_options_add (source, context);
  return g_option_context_parse (context, argc, argv, error);
}

static gboolean
usage (GError     **error,
       const char  *message)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, message);
  return FALSE;
}

static gboolean
check_numbers (const Raw  *raw,
               GError    **error)
{
  if (raw->port < 0 || raw->port > G_MAXUINT16)
    return usage (error, _("--port is a number from 0 to 65535"));
  if (raw->channels != UNSAID && raw->channels < 1)
    return usage (error, _("--channels is a number from 1 to 128"));
  if (raw->alive < 1 || raw->alive > MAX_ALIVE_SECONDS)
    return usage (error, _("--alive-interval is a number of seconds from 1 to 3600"));
  if (!raw->user != !raw->password_file)
    return usage (error, _("--user and --password-file belong together: give both, or none"));
  if (raw->user && raw->user[0] == '\0')
    return usage (error, _("--user is empty"));

  return TRUE;
}

/* The password's first line. */
static char *
read_password (const char  *path,
               GError     **error)
{
  g_autofree char *contents = NULL;
  GStatBuf status;

  if (g_stat (path, &status) < 0) {
    int code = errno;

    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
                 _("The password file %s cannot be read: %s"), path, g_strerror (code));
    return NULL;
  }

  if (status.st_mode & (S_IRWXG | S_IRWXO)) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_PERM,
                 _("Others can read the password file %s; close it with “chmod 600 %s”"), path,
                 path);
    return NULL;
  }

  if (!S_ISREG (status.st_mode) || status.st_size > MAX_PASSWORD_FILE) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                 _("%s is no password file: one line is expected"), path);
    return NULL;
  }

  if (!g_file_get_contents (path, &contents, NULL, error))
    return NULL;

  contents[strcspn (contents, "\r\n")] = '\0';
  return g_steal_pointer (&contents);
}

static gboolean
read_formats (const Raw      *raw,
              EncoderConfig  *config,
              GError        **error)
{
  return (!raw->main || encoder_format_parse (raw->main, &config->main, error)) &&
         (!raw->sub || encoder_format_parse (raw->sub, &config->sub, error));
}

static void
fill_config (EncoderOptions *self,
             Raw            *raw)
{
  EncoderConfig *config = &self->config;

  self->listen = g_steal_pointer (&raw->listen);
  self->sources = g_steal_pointer (&raw->sources);
  self->user = g_steal_pointer (&raw->user);
  config->listen = self->listen;
  config->port = (guint16) raw->port;
  config->channels = raw->channels != UNSAID ? (guint) raw->channels
                     : self->sources          ? g_strv_length (self->sources)
                                              : 1;
  config->ports_per_channel = raw->ports_per_channel;
  config->sources = (const char *const *) self->sources;
  config->user = self->user;
  config->password = self->password;
  config->alive_interval = (guint) raw->alive;
}

/**
 * encoder_options_parse:
 * @self: (out caller-allocates): clear it with encoder_options_clear(), also after a failure
 * @error: in %G_OPTION_ERROR or %G_IO_ERROR for a wrong command line, in %G_FILE_ERROR for a file
 *
 * Reads the command line; "--help" prints and ends the process.
 *
 * Returns: whether it can be followed
 */
gboolean
encoder_options_parse (EncoderOptions   *self,
                       int              *argc,
                       char           ***argv,
                       GError          **error)
{
  g_auto (Raw) raw = { .port = DVRIP_DEFAULT_PORT, .channels = UNSAID, .alive = 20 };

  *self = (EncoderOptions) { 0 };
  encoder_device_options_init (&self->device);
  if (!parse_raw (&raw, &self->device, &self->fault, &self->source, argc, argv, error))
    return FALSE;

  if (*argc > 1) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _("“%s” is not an option"),
                 (*argv)[1]);
    return FALSE;
  }

  self->show_version = raw.version;
  if (!check_numbers (&raw, error) || !read_formats (&raw, &self->config, error))
    return FALSE;

  if (raw.password_file) {
    self->password = read_password (raw.password_file, error);
    if (!self->password)
      return FALSE;
  }

  fill_config (self, &raw);
  return encoder_device_options_read (&self->device, &self->config, error) &&
         encoder_fault_options_read (&self->fault, &self->config, error) &&
         encoder_source_options_read (&self->source, &self->config, error);
}

void
encoder_options_clear (EncoderOptions *self)
{
  g_clear_pointer (&self->listen, g_free);
  g_clear_pointer (&self->sources, g_strfreev);
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->password, g_free);
  encoder_device_options_clear (&self->device);
  encoder_fault_options_clear (&self->fault);
  encoder_source_options_clear (&self->source);
}
