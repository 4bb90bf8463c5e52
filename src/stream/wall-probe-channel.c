/* wall-probe-channel.c
 *
 * One channel of a device that is being looked at. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-probe-channel.h"

struct _WallProbeChannel {
  GObject parent_instance;

  guint number;
  char *title;
  gboolean has_sub;
  GdkTexture *preview;   /* (nullable) */
  char *trouble;         /* (nullable) */
};

enum {
  PROP_0,
  PROP_NUMBER,
  PROP_TITLE,
  PROP_HAS_SUB,
  PROP_PREVIEW,
  PROP_TROUBLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WallProbeChannel, wall_probe_channel, G_TYPE_OBJECT)

static void
wall_probe_channel_finalize (GObject *object)
{
  WallProbeChannel *self = WALL_PROBE_CHANNEL (object);

  g_free (self->title);
  g_free (self->trouble);
  g_clear_object (&self->preview);

  G_OBJECT_CLASS (wall_probe_channel_parent_class)->finalize (object);
}

static void
wall_probe_channel_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  WallProbeChannel *self = WALL_PROBE_CHANNEL (object);

  switch (property_id) {
  case PROP_NUMBER:
    g_value_set_uint (value, self->number);
    break;
  case PROP_TITLE:
    g_value_set_string (value, self->title);
    break;
  case PROP_HAS_SUB:
    g_value_set_boolean (value, self->has_sub);
    break;
  case PROP_PREVIEW:
    g_value_set_object (value, self->preview);
    break;
  case PROP_TROUBLE:
    g_value_set_string (value, self->trouble);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
wall_probe_channel_class_init (WallProbeChannelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = wall_probe_channel_finalize;
  object_class->get_property = wall_probe_channel_get_property;

  properties[PROP_NUMBER] = g_param_spec_uint ("number", NULL, NULL, 1, G_MAXUINT, 1, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_HAS_SUB] = g_param_spec_boolean ("has-sub", NULL, NULL, FALSE, flags);
  properties[PROP_PREVIEW] = g_param_spec_object ("preview", NULL, NULL, GDK_TYPE_TEXTURE, flags);
  properties[PROP_TROUBLE] = g_param_spec_string ("trouble", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
wall_probe_channel_init (WallProbeChannel *self)
{
  self->number = 1;
}

/**
 * wall_probe_channel_new:
 * @number: from 1
 * @title: (nullable): what the device calls it
 *
 * Returns: (transfer full): a channel without a picture
 */
WallProbeChannel *
wall_probe_channel_new (guint       number,
                        const char *title,
                        gboolean    has_sub)
{
  WallProbeChannel *self = g_object_new (WALL_TYPE_PROBE_CHANNEL, NULL);

  self->number = number;
  self->title = g_strdup (title ? title : "");
  self->has_sub = has_sub;

  return self;
}

/**
 * wall_probe_channel_get_number:
 *
 * Returns: from 1
 */
guint
wall_probe_channel_get_number (WallProbeChannel *self)
{
  g_return_val_if_fail (WALL_IS_PROBE_CHANNEL (self), 1);

  return self->number;
}

/**
 * wall_probe_channel_get_title:
 *
 * Returns: (transfer none): what the device calls it; "" if it says nothing
 */
const char *
wall_probe_channel_get_title (WallProbeChannel *self)
{
  g_return_val_if_fail (WALL_IS_PROBE_CHANNEL (self), "");

  return self->title;
}

/**
 * wall_probe_channel_has_sub:
 *
 * Returns: whether there is a smaller stream of it, as far as is known
 */
gboolean
wall_probe_channel_has_sub (WallProbeChannel *self)
{
  g_return_val_if_fail (WALL_IS_PROBE_CHANNEL (self), FALSE);

  return self->has_sub;
}

/**
 * wall_probe_channel_get_preview:
 *
 * Returns: (transfer none) (nullable): its newest picture
 */
GdkTexture *
wall_probe_channel_get_preview (WallProbeChannel *self)
{
  g_return_val_if_fail (WALL_IS_PROBE_CHANNEL (self), NULL);

  return self->preview;
}

/**
 * wall_probe_channel_get_trouble:
 *
 * Returns: (transfer none) (nullable): a sentence, why there is no picture of it
 */
const char *
wall_probe_channel_get_trouble (WallProbeChannel *self)
{
  g_return_val_if_fail (WALL_IS_PROBE_CHANNEL (self), NULL);

  return self->trouble;
}

/**
 * wall_probe_channel_set_has_sub:
 */
void
wall_probe_channel_set_has_sub (WallProbeChannel *self,
                                gboolean          has_sub)
{
  g_return_if_fail (WALL_IS_PROBE_CHANNEL (self));

  if (self->has_sub == has_sub)
    return;

  self->has_sub = has_sub;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_SUB]);
}

/**
 * wall_probe_channel_set_preview:
 * @preview: (nullable): its newest picture
 */
void
wall_probe_channel_set_preview (WallProbeChannel *self,
                                GdkTexture       *preview)
{
  g_return_if_fail (WALL_IS_PROBE_CHANNEL (self));

  if (g_set_object (&self->preview, preview))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PREVIEW]);
}

/**
 * wall_probe_channel_set_trouble:
 * @trouble: (nullable): a sentence, %NULL: there is none
 */
void
wall_probe_channel_set_trouble (WallProbeChannel *self,
                                const char       *trouble)
{
  g_return_if_fail (WALL_IS_PROBE_CHANNEL (self));

  if (g_strcmp0 (self->trouble, trouble) == 0)
    return;

  g_free (self->trouble);
  self->trouble = g_strdup (trouble);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TROUBLE]);
}
