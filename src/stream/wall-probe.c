/* wall-probe.c
 *
 * Finds out what answers at an address that a person typed: the object, and the order of its steps.
 * What is done in each is in wall-probe-course.c.
 * Main thread; no call blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-probe-private.h"

#include <string.h>

enum {
  STEP,
  FAILED,
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The one that is under way: a person looks at one address at a time. Not a reference. */
static WallProbe *current;

G_DEFINE_FINAL_TYPE (WallProbe, wall_probe, G_TYPE_OBJECT)

static void
free_secret (char *secret)
{
  if (secret)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

static void
wall_probe_dispose (GObject *object)
{
  wall_probe_cancel (WALL_PROBE (object));

  G_OBJECT_CLASS (wall_probe_parent_class)->dispose (object);
}

static void
wall_probe_finalize (GObject *object)
{
  WallProbe *self = WALL_PROBE (object);

  g_clear_pointer (&self->address, wall_probe_address_free);
  g_clear_error (&self->address_error);
  g_free (self->user);
  free_secret (self->password);
  g_free (self->certificate);
  for (guint i = 0; i < WALL_PROBE_N_STEPS; i++)
    g_free (self->words[i]);
  g_free (self->uri);
  g_object_unref (self->channels);
  g_ptr_array_unref (self->looked_at);
  g_free (self->model);
  g_free (self->serial);
  g_free (self->seen);

  G_OBJECT_CLASS (wall_probe_parent_class)->finalize (object);
}

static void
wall_probe_class_init (WallProbeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = wall_probe_dispose;
  object_class->finalize = wall_probe_finalize;

  signals[STEP] =
    g_signal_new ("step", WALL_TYPE_PROBE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_BOOLEAN);
  signals[FAILED] =
    g_signal_new ("failed", WALL_TYPE_PROBE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_STRING);
  signals[DONE] =
    g_signal_new ("done", WALL_TYPE_PROBE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
wall_probe_init (WallProbe *self)
{
  self->channels = g_list_store_new (WALL_TYPE_PROBE_CHANNEL);
  self->looked_at = g_ptr_array_new_with_free_func (g_object_unref);
}

/* What stands in the address was meant for it; what stands beside it may be of another device. */
static char *
pick (const char *in_address,
      const char *beside)
{
  return g_strdup (in_address && *in_address ? in_address : beside);
}

static char *
pick_name (const char *in_address,
           const char *beside)
{
  return pick (in_address, beside && *beside ? beside : NULL);
}

/**
 * wall_probe_new:
 * @request: what a person typed; it is copied
 *
 * Returns: (transfer full): a probe that has not been started
 */
WallProbe *
wall_probe_new (const WallProbeRequest *request)
{
  WallProbe *self = g_object_new (WALL_TYPE_PROBE, NULL);
  WallProbeAddress *address;

  self->kind = request->kind;
  address = wall_probe_address_parse (request->text, request->kind, &self->address_error);
  self->address = address;
  self->user = pick_name (address ? address->user : NULL, request->user);
  self->password = pick (address ? address->password : NULL, request->password);
  self->is_user_kept = request->is_user_kept;
  self->recall = request->recall;
  self->recall_data = request->recall_data;
  self->certificate = g_strdup (request->certificate);

  return self;
}

static gboolean
on_begin (gpointer user_data)
{
  g_autoptr (WallProbe) self = g_object_ref (user_data);

  self->begin_id = 0;
  wall_probe_begin (self);

  return G_SOURCE_REMOVE;
}

/**
 * wall_probe_start:
 *
 * Begins, and ends any other probe that is under way. Only the first call counts.
 */
void
wall_probe_start (WallProbe *self)
{
  g_return_if_fail (WALL_IS_PROBE (self));

  if (self->is_started || self->is_over)
    return;

  if (current)
    wall_probe_cancel (current);
  current = self;
  self->is_started = TRUE;
  self->begin_id = g_idle_add_full (G_PRIORITY_DEFAULT, on_begin, self, NULL);
}

/**
 * wall_probe_cancel:
 *
 * Ends it: no signal comes any more, and what it has opened is closed without anybody waiting for
 * it. What was found stays readable.
 */
void
wall_probe_cancel (WallProbe *self)
{
  g_return_if_fail (WALL_IS_PROBE (self));

  if (current == self)
    current = NULL;
  self->is_over = TRUE;
  g_clear_handle_id (&self->begin_id, g_source_remove);
  wall_probe_end (self);
}

/**
 * wall_probe_set_seen:
 *
 * Has the previews wait while nobody sees them, since each is a login.
 */
void
wall_probe_set_seen (WallProbe *self,
                     gboolean   is_seen)
{
  g_return_if_fail (WALL_IS_PROBE (self));

  self->is_hidden = !is_seen;
  if (self->previews)
    wall_probe_previews_set_seen (self->previews, is_seen);
}

/**
 * wall_probe_get_words:
 *
 * Returns: (transfer none): what is known of @step, or being done about it, for people
 */
const char *
wall_probe_get_words (WallProbe     *self,
                      WallProbeStep  step)
{
  g_return_val_if_fail (WALL_IS_PROBE (self) && (guint) step < WALL_PROBE_N_STEPS, "");

  return self->words[step] ? self->words[step] : "";
}

/**
 * wall_probe_get_uri:
 *
 * Returns: (transfer none) (nullable): what belongs into the device file
 */
const char *
wall_probe_get_uri (WallProbe *self)
{
  g_return_val_if_fail (WALL_IS_PROBE (self), NULL);

  return self->uri;
}

/**
 * wall_probe_get_scheme:
 *
 * Returns: (transfer none) (nullable): what is spoken there, in lower case; %NULL not known yet
 */
const char *
wall_probe_get_scheme (WallProbe *self)
{
  g_return_val_if_fail (WALL_IS_PROBE (self), NULL);

  return self->address ? self->address->scheme : NULL;
}

/**
 * wall_probe_has_channels:
 *
 * Returns: whether the streams of the device have numbers
 */
gboolean
wall_probe_has_channels (WallProbe *self)
{
  g_return_val_if_fail (WALL_IS_PROBE (self), FALSE);

  return self->address && wall_probe_address_has_channels (self->address);
}

/**
 * wall_probe_has_address:
 *
 * Returns: whether what was typed can be understood
 */
gboolean
wall_probe_has_address (WallProbe *self)
{
  g_return_val_if_fail (WALL_IS_PROBE (self), FALSE);

  return self->address != NULL;
}

/**
 * wall_probe_get_user:
 *
 * Returns: (transfer none) (nullable): who signs in
 */
const char *
wall_probe_get_user (WallProbe *self)
{
  g_return_val_if_fail (WALL_IS_PROBE (self), NULL);

  return self->user;
}

/**
 * wall_probe_get_password:
 *
 * Returns: (transfer none) (nullable): the password that was typed
 */
const char *
wall_probe_get_password (WallProbe *self)
{
  g_return_val_if_fail (WALL_IS_PROBE (self), NULL);

  return self->password;
}

/**
 * wall_probe_get_channel:
 *
 * Returns: the channel that was typed, from 1; 0: none was
 */
guint
wall_probe_get_channel (WallProbe *self)
{
  g_return_val_if_fail (WALL_IS_PROBE (self), 0);

  return self->address ? self->address->channel : 0;
}

/**
 * wall_probe_get_channels:
 *
 * Returns: (transfer none): a model of #WallProbeChannel
 */
GListModel *
wall_probe_get_channels (WallProbe *self)
{
  g_return_val_if_fail (WALL_IS_PROBE (self), NULL);

  return G_LIST_MODEL (self->channels);
}

/**
 * wall_probe_get_model:
 *
 * Returns: (transfer none) (nullable): as the device says it
 */
const char *
wall_probe_get_model (WallProbe *self)
{
  g_return_val_if_fail (WALL_IS_PROBE (self), NULL);

  return self->model;
}

/**
 * wall_probe_get_serial:
 *
 * Returns: (transfer none) (nullable): as the device says it
 */
const char *
wall_probe_get_serial (WallProbe *self)
{
  g_return_val_if_fail (WALL_IS_PROBE (self), NULL);

  return self->serial;
}

/**
 * wall_probe_get_expected:
 *
 * Returns: (transfer none) (nullable): the only certificate that is trusted
 */
const char *
wall_probe_get_expected (WallProbe *self)
{
  g_return_val_if_fail (WALL_IS_PROBE (self), NULL);

  return self->certificate;
}

/**
 * wall_probe_get_certificate:
 *
 * Returns: (transfer none) (nullable): what the device showed, and nobody vouches for
 */
const char *
wall_probe_get_certificate (WallProbe *self)
{
  g_return_val_if_fail (WALL_IS_PROBE (self), NULL);

  return self->seen;
}

/* @words: what is known of @step, or being done about it; told by the signals. */
void
wall_probe_set_words (WallProbe     *self,
                      WallProbeStep  step,
                      const char    *words)
{
  g_free (self->words[step]);
  self->words[step] = g_strdup (words);
}

static gboolean
tell (WallProbe *self,
      gboolean   is_done)
{
  if (!self->is_over)
    g_signal_emit (self, signals[STEP], 0, self->step, is_done);

  return !self->is_over;
}

static gboolean
begin_step (WallProbe *self)
{
  if (self->has_begun_step)
    return !self->is_over;

  self->has_begun_step = TRUE;
  return tell (self, FALSE);
}

/* Tells that all steps before @step are done, and that it begins; %WALL_PROBE_N_STEPS: that all
 * are. A listener may cancel on the way. Returns: whether it is still under way */
gboolean
wall_probe_reach (WallProbe     *probe,
                  WallProbeStep  step)
{
  g_autoptr (WallProbe) self = g_object_ref (probe);

  while (self->step < (int) step) {
    if (!begin_step (self) || !tell (self, TRUE))
      return FALSE;
    self->step++;
    self->has_begun_step = FALSE;
    if (self->step == WALL_PROBE_N_STEPS)
      g_signal_emit (self, signals[DONE], 0);
  }

  if (self->step < WALL_PROBE_N_STEPS)
    return begin_step (self);

  return !self->is_over;
}

/* The step that has begun cannot be done: nothing else is told. */
void
wall_probe_fail (WallProbe  *probe,
                 WallReason  reason,
                 const char *sentence)
{
  g_autoptr (WallProbe) self = g_object_ref (probe);

  if (self->is_over || self->step >= WALL_PROBE_N_STEPS)
    return;

  wall_probe_cancel (self);
  g_signal_emit (self, signals[FAILED], 0, reason, sentence);
}
