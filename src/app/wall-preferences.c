/* wall-preferences.c
 *
 * The few things of the wall that are a matter of taste.
 * What is chosen is the case at once, and is kept; there is nothing to confirm. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-preferences.h"

#include "wall-settings.h"

struct _WallPreferences {
  AdwPreferencesWindow parent_instance;

  GtkWidget *layout;
  GtkWidget *strip;
  GtkWidget *sub_stream_in_grid;
  GtkWidget *colour_scheme;
  GtkWidget *notifications;
};

G_DEFINE_FINAL_TYPE (WallPreferences, wall_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the rows' choices in the .ui file. */
static const char *const layouts[] = { "automatic", "1x1", "2x2", "3x3", "4x4", "5x5", "6x6",
                                       "8x8", "1+5", "1+7", "2+8", NULL };
static const char *const strips[] = { "always", "not-live", NULL };
static const char *const colour_schemes[] = { "dark", "system", NULL };

static gboolean
find_choice (GValue   *value,
             GVariant *variant,
             gpointer  choices)
{
  const char *wanted = g_variant_get_string (variant, NULL);

  for (guint i = 0; ((const char *const *) choices)[i]; i++)
    if (strcmp (((const char *const *) choices)[i], wanted) == 0) {
      g_value_set_uint (value, i);
      return TRUE;
    }

  return FALSE;
}

static GVariant *
get_choice (const GValue       *value,
            const GVariantType *type,
            gpointer            choices)
{
  guint i = g_value_get_uint (value);

  if (i >= g_strv_length (choices))
    return NULL;

  return g_variant_new_string (((const char *const *) choices)[i]);
}

static void
bind_choice (GSettings         *settings,
             const char        *key,
             GtkWidget         *row,
             const char *const *choices)
{
  g_settings_bind_with_mapping (settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT,
                                find_choice, get_choice, (gpointer) choices, NULL);
}

static void
wall_preferences_class_init (WallPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/watchwall/Watchwall/wall-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, WallPreferences, layout);
  gtk_widget_class_bind_template_child (widget_class, WallPreferences, strip);
  gtk_widget_class_bind_template_child (widget_class, WallPreferences, sub_stream_in_grid);
  gtk_widget_class_bind_template_child (widget_class, WallPreferences, colour_scheme);
  gtk_widget_class_bind_template_child (widget_class, WallPreferences, notifications);
}

static void
wall_preferences_init (WallPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * wall_preferences_new:
 * @settings: (transfer none): what they are kept in
 *
 * Returns: (transfer none): a window, which GTK owns
 */
WallPreferences *
wall_preferences_new (GSettings *settings)
{
  WallPreferences *self = g_object_new (WALL_TYPE_PREFERENCES, NULL);

  bind_choice (settings, WALL_SETTINGS_LAYOUT, self->layout, layouts);
  bind_choice (settings, WALL_SETTINGS_STRIP, self->strip, strips);
  bind_choice (settings, WALL_SETTINGS_COLOUR_SCHEME, self->colour_scheme, colour_schemes);
  g_settings_bind (settings, WALL_SETTINGS_SUB_STREAM_IN_GRID, self->sub_stream_in_grid, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, WALL_SETTINGS_NOTIFICATIONS, self->notifications, "active",
                   G_SETTINGS_BIND_DEFAULT);

  return self;
}
