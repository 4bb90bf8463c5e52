/* wall-discovered.c
 *
 * A device that was found on a local network. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-discovered.h"

#define USUAL_PORT 34567

struct _WallDiscovered {
  GObject parent_instance;

  char *address, *name, *serial;
  guint16 port;
  guint channels;
};

enum {
  PROP_0,
  PROP_NAME,
  PROP_ADDRESS,
  PROP_SERIAL,
  PROP_PORT,
  PROP_CHANNELS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (WallDiscovered, wall_discovered, G_TYPE_OBJECT)

static void
wall_discovered_finalize (GObject *object)
{
  WallDiscovered *self = WALL_DISCOVERED (object);

  g_free (self->address);
  g_free (self->name);
  g_free (self->serial);

  G_OBJECT_CLASS (wall_discovered_parent_class)->finalize (object);
}

static void
wall_discovered_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  WallDiscovered *self = WALL_DISCOVERED (object);

  switch (property_id) {
  case PROP_NAME:
    g_value_set_string (value, self->name);
    break;
  case PROP_ADDRESS:
    g_value_set_string (value, self->address);
    break;
  case PROP_SERIAL:
    g_value_set_string (value, self->serial);
    break;
  case PROP_PORT:
    g_value_set_uint (value, self->port);
    break;
  case PROP_CHANNELS:
    g_value_set_uint (value, self->channels);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
wall_discovered_class_init (WallDiscoveredClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = wall_discovered_finalize;
  object_class->get_property = wall_discovered_get_property;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", flags);
  properties[PROP_ADDRESS] = g_param_spec_string ("address", NULL, NULL, "", flags);
  properties[PROP_SERIAL] = g_param_spec_string ("serial", NULL, NULL, "", flags);
  properties[PROP_PORT] = g_param_spec_uint ("port", NULL, NULL, 0, G_MAXUINT16, 0, flags);
  properties[PROP_CHANNELS] = g_param_spec_uint ("channels", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
wall_discovered_init (WallDiscovered *self)
{
  self->name = g_strdup ("");
  self->serial = g_strdup ("");
}

/**
 * wall_discovered_new:
 * @address: in numbers
 *
 * Returns: (transfer full): a device of which nothing else is known
 */
WallDiscovered *
wall_discovered_new (const char *address,
                     guint16     port)
{
  WallDiscovered *self = g_object_new (WALL_TYPE_DISCOVERED, NULL);

  self->address = g_strdup (address);
  self->port = port;

  return self;
}

static void
set_text (WallDiscovered *self,
          char          **field,
          const char     *text,
          GParamSpec     *pspec)
{
  if (g_str_equal (*field, text))
    return;

  g_free (*field);
  *field = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

/**
 * wall_discovered_describe:
 * @channels: 0: it does not say
 *
 * Takes over what the device says of itself now.
 */
void
wall_discovered_describe (WallDiscovered *self,
                          const char     *name,
                          const char     *serial,
                          guint           channels)
{
  g_return_if_fail (WALL_IS_DISCOVERED (self));

  set_text (self, &self->name, name, properties[PROP_NAME]);
  set_text (self, &self->serial, serial, properties[PROP_SERIAL]);
  if (self->channels == channels)
    return;

  self->channels = channels;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHANNELS]);
}

/**
 * wall_discovered_get_name:
 *
 * Returns: (transfer none): what it calls itself, "" if it does not
 */
const char *
wall_discovered_get_name (WallDiscovered *self)
{
  g_return_val_if_fail (WALL_IS_DISCOVERED (self), "");

  return self->name;
}

/**
 * wall_discovered_get_address:
 *
 * Returns: (transfer none): where it is, in numbers
 */
const char *
wall_discovered_get_address (WallDiscovered *self)
{
  g_return_val_if_fail (WALL_IS_DISCOVERED (self), "");

  return self->address;
}

/**
 * wall_discovered_get_serial:
 *
 * Returns: (transfer none): its serial number, "" if it does not say
 */
const char *
wall_discovered_get_serial (WallDiscovered *self)
{
  g_return_val_if_fail (WALL_IS_DISCOVERED (self), "");

  return self->serial;
}

/**
 * wall_discovered_get_port:
 *
 * Returns: the TCP port on which it is to be spoken to
 */
guint16
wall_discovered_get_port (WallDiscovered *self)
{
  g_return_val_if_fail (WALL_IS_DISCOVERED (self), 0);

  return self->port;
}

/**
 * wall_discovered_get_channels:
 *
 * Returns: how many it has; 0: it does not say
 */
guint
wall_discovered_get_channels (WallDiscovered *self)
{
  g_return_val_if_fail (WALL_IS_DISCOVERED (self), 0);

  return self->channels;
}

/**
 * wall_discovered_dup_text:
 *
 * Returns: (transfer full): what a person would type to add it
 */
char *
wall_discovered_dup_text (WallDiscovered *self)
{
  g_return_val_if_fail (WALL_IS_DISCOVERED (self), NULL);

  return self->port == USUAL_PORT ? g_strdup (self->address)
                                  : g_strdup_printf ("%s:%u", self->address, self->port);
}
