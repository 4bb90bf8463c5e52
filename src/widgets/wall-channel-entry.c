/* wall-channel-entry.c
 *
 * One channel of a device as a person decides about it. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-channel-entry.h"

struct _WallChannelEntry {
  GObject parent_instance;

  guint       channel;
  char       *path;        /* (nullable) */
  char       *camera_id;   /* (nullable) */
  gboolean    is_fixed;
  gboolean    is_chosen;
  char       *name;
  guint       number;
  guint       stream;
  gboolean    has_sub;
  gboolean    is_awaited;
  GdkTexture *preview;     /* (nullable) */
  char       *trouble;     /* (nullable) */
  char       *complaint;   /* (nullable) */
};

enum {
  PROP_0,
  PROP_CHOSEN,
  PROP_NAME,
  PROP_NUMBER,
  PROP_STREAM,
  PROP_HAS_SUB,
  PROP_AWAITED,
  PROP_PREVIEW,
  PROP_TROUBLE,
  PROP_COMPLAINT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WallChannelEntry, wall_channel_entry, G_TYPE_OBJECT)

static void
finalize (GObject *object)
{
  WallChannelEntry *self = WALL_CHANNEL_ENTRY (object);

  g_free (self->path);
  g_free (self->camera_id);
  g_free (self->name);
  g_clear_object (&self->preview);
  g_free (self->trouble);
  g_free (self->complaint);

  G_OBJECT_CLASS (wall_channel_entry_parent_class)->finalize (object);
}

static void
get_property (GObject    *object,
              guint       property_id,
              GValue     *value,
              GParamSpec *pspec)
{
  WallChannelEntry *self = WALL_CHANNEL_ENTRY (object);

  switch (property_id) {
  case PROP_CHOSEN:
    g_value_set_boolean (value, self->is_chosen);
    break;
  case PROP_NAME:
    g_value_set_string (value, self->name);
    break;
  case PROP_NUMBER:
    g_value_set_uint (value, self->number);
    break;
  case PROP_STREAM:
    g_value_set_uint (value, self->stream);
    break;
  case PROP_HAS_SUB:
    g_value_set_boolean (value, self->has_sub);
    break;
  case PROP_AWAITED:
    g_value_set_boolean (value, self->is_awaited);
    break;
  case PROP_PREVIEW:
    g_value_set_object (value, self->preview);
    break;
  case PROP_TROUBLE:
    g_value_set_string (value, self->trouble);
    break;
  case PROP_COMPLAINT:
    g_value_set_string (value, self->complaint);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static gboolean
take_boolean (gboolean     *field,
              const GValue *value)
{
  gboolean wanted = g_value_get_boolean (value);
  gboolean is_new = *field != wanted;

  *field = wanted;

  return is_new;
}

static gboolean
take_uint (guint        *field,
           const GValue *value)
{
  guint wanted = g_value_get_uint (value);
  gboolean is_new = *field != wanted;

  *field = wanted;

  return is_new;
}

static gboolean
take_string (char         **field,
             const GValue  *value)
{
  if (g_strcmp0 (*field, g_value_get_string (value)) == 0)
    return FALSE;

  g_free (*field);
  *field = g_value_dup_string (value);

  return TRUE;
}

static gboolean
take_property (WallChannelEntry *self,
               guint             property_id,
               const GValue     *value)
{
  switch (property_id) {
  case PROP_CHOSEN:
    return take_boolean (&self->is_chosen, value);
  case PROP_NAME:
    return take_string (&self->name, value);
  case PROP_NUMBER:
    return take_uint (&self->number, value);
  case PROP_STREAM:
    return take_uint (&self->stream, value);
  case PROP_HAS_SUB:
    return take_boolean (&self->has_sub, value);
  case PROP_AWAITED:
    return take_boolean (&self->is_awaited, value);
  case PROP_PREVIEW:
    return g_set_object (&self->preview, g_value_get_object (value));
  case PROP_TROUBLE:
    return take_string (&self->trouble, value);
  default:
    return take_string (&self->complaint, value);
  }
}

static void
set_property (GObject      *object,
              guint         property_id,
              const GValue *value,
              GParamSpec   *pspec)
{
  if (take_property (WALL_CHANNEL_ENTRY (object), property_id, value))
    g_object_notify_by_pspec (object, pspec);
}

static void
wall_channel_entry_class_init (WallChannelEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = finalize;
  object_class->get_property = get_property;
  object_class->set_property = set_property;

  properties[PROP_CHOSEN] = g_param_spec_boolean ("chosen", NULL, NULL, FALSE, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_NUMBER] = g_param_spec_uint ("number", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_STREAM] = g_param_spec_uint ("stream", NULL, NULL, 0, WALL_CHANNEL_STREAM_SUB,
                                               WALL_CHANNEL_STREAM_AUTO, flags);
  properties[PROP_HAS_SUB] = g_param_spec_boolean ("has-sub", NULL, NULL, FALSE, flags);
  properties[PROP_AWAITED] = g_param_spec_boolean ("awaited", NULL, NULL, FALSE, flags);
  properties[PROP_PREVIEW] = g_param_spec_object ("preview", NULL, NULL, GDK_TYPE_TEXTURE, flags);
  properties[PROP_TROUBLE] = g_param_spec_string ("trouble", NULL, NULL, NULL, flags);
  properties[PROP_COMPLAINT] = g_param_spec_string ("complaint", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
wall_channel_entry_init (WallChannelEntry *self)
{
  self->name = g_strdup ("");
}

/**
 * wall_channel_entry_new:
 * @channel: from 1; 0: the device has none
 * @path: (nullable): of the stream, where the device has no channels
 *
 * Returns: (transfer full): a channel that is not chosen
 */
WallChannelEntry *
wall_channel_entry_new (guint       channel,
                        const char *path)
{
  WallChannelEntry *self = g_object_new (WALL_TYPE_CHANNEL_ENTRY, NULL);

  self->channel = channel;
  self->path = g_strdup (path);

  return self;
}

guint
wall_channel_entry_get_channel (WallChannelEntry *self)
{
  g_return_val_if_fail (WALL_IS_CHANNEL_ENTRY (self), 0);

  return self->channel;
}

const char *
wall_channel_entry_get_path (WallChannelEntry *self)
{
  g_return_val_if_fail (WALL_IS_CHANNEL_ENTRY (self), NULL);

  return self->path;
}

gboolean
wall_channel_entry_is_chosen (WallChannelEntry *self)
{
  g_return_val_if_fail (WALL_IS_CHANNEL_ENTRY (self), FALSE);

  return self->is_chosen;
}

const char *
wall_channel_entry_get_name (WallChannelEntry *self)
{
  g_return_val_if_fail (WALL_IS_CHANNEL_ENTRY (self), "");

  return self->name ? self->name : "";
}

guint
wall_channel_entry_get_number (WallChannelEntry *self)
{
  g_return_val_if_fail (WALL_IS_CHANNEL_ENTRY (self), 0);

  return self->number;
}

WallChannelStream
wall_channel_entry_get_stream (WallChannelEntry *self)
{
  g_return_val_if_fail (WALL_IS_CHANNEL_ENTRY (self), WALL_CHANNEL_STREAM_AUTO);

  return self->stream;
}

/**
 * wall_channel_entry_set_camera:
 * @camera_id: (nullable): the camera on the wall that shows it
 * @is_fixed: it stays as it is, whatever is decided here
 *
 * To be said before anybody shows it.
 */
void
wall_channel_entry_set_camera (WallChannelEntry *self,
                               const char       *camera_id,
                               gboolean          is_fixed)
{
  g_return_if_fail (WALL_IS_CHANNEL_ENTRY (self));

  g_free (self->camera_id);
  self->camera_id = g_strdup (camera_id);
  self->is_fixed = is_fixed;
}

const char *
wall_channel_entry_get_camera (WallChannelEntry *self)
{
  g_return_val_if_fail (WALL_IS_CHANNEL_ENTRY (self), NULL);

  return self->camera_id;
}

gboolean
wall_channel_entry_is_fixed (WallChannelEntry *self)
{
  g_return_val_if_fail (WALL_IS_CHANNEL_ENTRY (self), FALSE);

  return self->is_fixed;
}
