/* wall-probe-course.c
 *
 * What a probe does, one step after the other. A device with channels is visited once, which shows
 * whether it lets us in, and then its channels are looked at; of any other the stream itself shows
 * everything.
 * Main thread; no call blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-probe-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "wall-foreign-words.h"

/* What a device with channels is delivered with. */
#define USUAL_USER "admin"

static void begin_previews (WallProbe *self);
static void knock (WallProbe *self);

static WallPlayerConfig
get_config (WallProbe *self)
{
  return (WallPlayerConfig) {
    .uri = self->uri,
    .user = self->user,
    .password = self->password,
    .certificate = self->certificate,
  };
}

static void
say_who (WallProbe *self)
{
  g_autofree char *words = NULL;

  if (self->user)
    words = g_strdup_printf (_("As “%s”"), self->user);
  wall_probe_set_words (self, WALL_PROBE_SIGNED_IN, words ? words : _("Without a user"));
}

static void
say_channels (WallProbe *self)
{
  guint n = self->looked_at->len;
  g_autofree char *words =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u channel", "%u channels", n), n);

  wall_probe_set_words (self, WALL_PROBE_CHANNELS, words);
}

/* All at once, so that whoever shows them lays them out once. */
static void
publish_channels (WallProbe *self)
{
  g_list_store_splice (self->channels, 0, g_list_model_get_n_items (G_LIST_MODEL (self->channels)),
                       self->looked_at->pdata, self->looked_at->len);
  say_channels (self);
}

/* One that a person has typed is looked at before the others. */
static void
put_first (WallProbe *self,
           guint      number)
{
  gpointer channel;

  if (number <= 1 || number > self->looked_at->len)
    return;

  channel = g_object_ref (g_ptr_array_index (self->looked_at, number - 1));
  g_ptr_array_remove_index (self->looked_at, number - 1);
  g_ptr_array_insert (self->looked_at, 0, channel);
}

/* Here it is certain that somebody answers, if it was not before. */
static void
on_visit_connected (gpointer listener)
{
  wall_probe_reach (listener, WALL_PROBE_SIGNED_IN);
}

static void
on_visit_signed_in (gpointer listener)
{
  wall_probe_reach (listener, WALL_PROBE_CHANNELS);
}

static void
on_visit_told (gpointer              listener,
               const WallProbeFacts *facts)
{
  WallProbe *self = listener;
  guint titles = facts->titles ? g_strv_length (facts->titles) : 0;

  self->model = g_strdup (facts->model);
  self->serial = g_strdup (facts->serial);
  for (guint i = 0; i < facts->channels; i++)
    g_ptr_array_add (self->looked_at,
                     wall_probe_channel_new (i + 1, i < titles ? facts->titles[i] : NULL, TRUE));

  publish_channels (self);
  put_first (self, self->address->channel);
  wall_probe_reach (self, WALL_PROBE_PICTURE);
}

static void
on_visit_gone (gpointer listener)
{
  WallProbe *self = listener;

  g_clear_pointer (&self->visit, wall_probe_visit_free);
  begin_previews (self);
}

/* Whoever has typed no password is told that it is that. */
static char *
dup_refusal (WallProbe  *self,
             WallReason  reason)
{
  gboolean is_refused = reason == WALL_REASON_WRONG_PASSWORD
                        || reason == WALL_REASON_PASSWORD_NEEDED;

  if (!is_refused || self->password == NULL || *self->password != '\0')
    return NULL;

  return g_strdup_printf (_("The device does not let “%s” in without a password. Type it."),
                          self->user);
}

static void
on_visit_failed (gpointer    listener,
                 WallReason  reason,
                 const char *sentence)
{
  g_autofree char *refusal = dup_refusal (listener, reason);

  wall_probe_fail (listener, reason, refusal ? refusal : sentence);
}

static const WallProbeVisitEvents visit_events = {
  .connected = on_visit_connected,
  .signed_in = on_visit_signed_in,
  .told = on_visit_told,
  .gone = on_visit_gone,
  .failed = on_visit_failed,
};

/* Of a stream without channels its only attempt shows the steps. */
static void
on_phase (gpointer               listener,
          WallPlayerPhase        phase,
          const WallPlayerStats *stats)
{
  WallProbe *self = listener;

  if (*stats->certificate) {
    g_free (self->seen);
    self->seen = g_strdup (stats->certificate);
  }

  if (phase == WALL_PLAYER_SIGNING_IN) {
    wall_probe_reach (self, WALL_PROBE_SIGNED_IN);
  } else if (phase == WALL_PLAYER_WAITING && wall_probe_reach (self, WALL_PROBE_CHANNELS)) {
    publish_channels (self);
    wall_probe_reach (self, WALL_PROBE_PICTURE);
  }
}

static void
on_picture (gpointer listener)
{
  WallProbe *self = listener;

  if (g_list_model_get_n_items (G_LIST_MODEL (self->channels)) == 0)
    publish_channels (self);
  wall_probe_reach (self, WALL_PROBE_N_STEPS);
}

/* Whoever typed a host alone cannot be told to check the path. */
static gboolean
lacks_path (WallProbe  *self,
            WallReason  reason)
{
  const char *path = self->address->path;

  return !wall_probe_has_channels (self) && (*path == '\0' || g_str_equal (path, "/")) &&
         (reason == WALL_REASON_NO_SUCH_STREAM || reason == WALL_REASON_WRONG_SERVICE ||
          reason == WALL_REASON_UNSUPPORTED || reason == WALL_REASON_BAD_DATA ||
          reason == WALL_REASON_REJECTED) &&
         !g_str_equal (self->address->scheme, "tcp");
}

static void
on_previews_failed (gpointer    listener,
                    WallReason  reason,
                    const char *sentence)
{
  WallProbe *self = listener;
  g_autofree char *words = dup_refusal (self, reason);

  if (lacks_path (self, reason))
    words = g_strdup_printf (_("The device speaks %s, but shows nothing at this address: it has to "
                               "say which stream, like %s/stream1. The manual of the camera names "
                               "it."), wall_probe_scheme_get_label (self->address->scheme),
                             self->uri);

  wall_probe_fail (self, words ? WALL_REASON_NO_SUCH_STREAM : reason, words ? words : sentence);
}

static const WallProbePreviewsEvents channel_events = {
  .picture = on_picture,
  .failed = on_previews_failed,
};

static const WallProbePreviewsEvents stream_events = {
  .phase = on_phase,
  .picture = on_picture,
  .failed = on_previews_failed,
};

static void
begin_previews (WallProbe *self)
{
  gboolean has_channels = wall_probe_has_channels (self);
  const WallPlayerConfig config = get_config (self);

  self->previews = wall_probe_previews_new (&config, has_channels, self->looked_at,
                                            has_channels ? &channel_events : &stream_events, self);
  wall_probe_previews_set_seen (self->previews, !self->is_hidden);
}

static void
visit (WallProbe *self)
{
  const WallPlayerConfig config = get_config (self);

  self->visit = wall_probe_visit_new (&config, &visit_events, self);
}

static void
look_at_stream (WallProbe *self)
{
  g_ptr_array_add (self->looked_at, wall_probe_channel_new (1, NULL, FALSE));
  begin_previews (self);
}

/* As in the device file: who names nobody means this one. */
static void
pick_user (WallProbe *self)
{
  if (!self->user && wall_probe_has_channels (self))
    self->user = g_strdup (USUAL_USER);
}

/* A user who was typed may have none; whoever types nobody has not said anything yet. */
static void
pick_password (WallProbe *self)
{
  if (self->password == NULL && self->recall)
    self->password = self->recall (self->recall_data, self->uri, self->user);
  if (self->password == NULL && self->user && !self->is_user_kept)
    self->password = g_strdup ("");
}

/* Each refused login is counted by the device, and some lock the account soon. */
static gboolean
lacks_password (WallProbe *self)
{
  return self->password == NULL && (self->user || wall_probe_has_channels (self));
}

static void
ask_for_password (WallProbe *self)
{
  if (!wall_probe_reach (self, WALL_PROBE_SIGNED_IN))
    return;

  wall_probe_fail (self, WALL_REASON_PASSWORD_NEEDED, self->user
                   ? _("The password of this device is not known here. Type it.")
                   : _("The device wants a user and a password. Type them; where the user has no "
                       "password, the name alone."));
}

static void
say_found (WallProbe *self)
{
  g_autofree char *place = wall_probe_address_dup_place (self->address);
  g_autofree char *words = NULL;

  words = g_strdup_printf (_("%s at %s"), wall_probe_scheme_get_label (self->address->scheme),
                           place);
  wall_probe_set_words (self, WALL_PROBE_FOUND, words);
  wall_probe_set_words (self, WALL_PROBE_CONNECTED, place);
}

/* Without @is_found the attempt itself shows whether anybody is there, or, where there is nothing to
 * attempt, a knock. */
static void
use_address (WallProbe *self,
             gboolean   is_found)
{
  gboolean is_lacking;

  g_free (self->uri);
  self->uri = wall_probe_address_dup_uri (self->address);
  say_found (self);
  pick_password (self);
  is_lacking = lacks_password (self);
  if (is_lacking && !is_found) {
    knock (self);
    return;
  }

  if (is_found && !wall_probe_reach (self, WALL_PROBE_CONNECTED))
    return;
  if (is_lacking) {
    ask_for_password (self);
    return;
  }

  pick_user (self);
  say_who (self);
  if (wall_probe_has_channels (self))
    visit (self);
  else
    look_at_stream (self);
}

/* A path that is no channel belongs to a stream of another kind. */
static gboolean
may_have_channels (WallProbe *self)
{
  const char *path = self->address->path;

  return *path == '\0' || g_str_equal (path, "/") ||
         (g_ascii_isdigit (path[1]) && strspn (path + 1, G_CSET_DIGITS) == strcspn (path + 1, "?"));
}

static char *
dup_sentence (WallProbe    *self,
              guint16       port,
              const GError *error)
{
  WallReason reason = wall_reason_from_error (error);

  if (reason == WALL_REASON_WRONG_SERVICE)
    return g_strdup_printf (_("Something answers on port %u of %s, but it speaks nothing that this "
                              "program understands. Check the port, say which kind of device it is, "
                              "or type the whole address of the stream."), port,
                            self->address->host);
  if (reason == WALL_REASON_REFUSED && self->address->port == 0)
    return g_strdup_printf (_("%s is there, but refuses connections on the usual ports. Type the "
                              "port after the address, like %s:34567, and check that the device has "
                              "finished starting."), self->address->host, self->address->host);

  return g_strdup (wall_foreign_sentence (reason));
}

static void
on_knocked (gpointer      user_data,
            const char   *scheme,
            guint16       port,
            const GError *error)
{
  WallProbe *self = user_data;
  g_autofree char *sentence = error ? dup_sentence (self, port, error) : NULL;

  if (error) {
    wall_probe_fail (self, wall_reason_from_error (error), sentence);
  } else {
    g_clear_pointer (&self->knock, wall_probe_knock_free);
    if (self->address->scheme == NULL)
      wall_probe_address_set_scheme (self->address, scheme, port);
    use_address (self, TRUE);
  }
}

/* Where nobody says what it is, or one has to be there before a person is asked for more. */
static void
knock (WallProbe *self)
{
  static const guint16 usual_ports[] = { 34567, 554, 80 };
  const guint16 port = wall_probe_address_get_port (self->address);
  guint first = may_have_channels (self) ? 0 : 1;
  const guint16 *ports = port ? &port : usual_ports + first;
  guint n = port ? 1 : G_N_ELEMENTS (usual_ports) - first;

  self->knock = wall_probe_knock_new (self->address->host, ports, n, on_knocked, self);
}

static void
say_where (WallProbe *self)
{
  g_autofree char *words = NULL;

  if (!self->address)
    return;

  words = g_strdup_printf (_("Looking for %s…"), self->address->host);
  wall_probe_set_words (self, WALL_PROBE_FOUND, words);
}

/**
 * wall_probe_begin:
 *
 * Takes the first step.
 */
void
wall_probe_begin (WallProbe *self)
{
  say_where (self);
  if (!wall_probe_reach (self, WALL_PROBE_FOUND))
    return;
  if (!self->address) {
    wall_probe_fail (self, WALL_REASON_BAD_ADDRESS, self->address_error->message);
    return;
  }

  if (self->address->scheme)
    use_address (self, FALSE);
  else
    knock (self);
}

/**
 * wall_probe_end:
 *
 * Lets go of whatever is under way.
 */
void
wall_probe_end (WallProbe *self)
{
  g_clear_pointer (&self->knock, wall_probe_knock_free);
  g_clear_pointer (&self->visit, wall_probe_visit_free);
  g_clear_pointer (&self->previews, wall_probe_previews_free);
}
