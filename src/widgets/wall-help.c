/* wall-help.c
 *
 * The help: all topics on one page, which typing narrows down. It has everything with it, so it is
 * there without a network and in a sandbox. Its rows come one with each frame: to lay out the lines of
 * all at once would hold up the pictures. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-help.h"

#include <string.h>

#include "wall-describe.h"
#include "wall-help-text.h"

struct _WallHelp {
  AdwBin parent_instance;

  GtkSearchBar       *search_bar;
  GtkEditable        *search_entry;
  GtkStack           *stack;
  AdwPreferencesPage *page;
  GtkWidget          *nothing;
  GPtrArray          *groups;     /* of AdwPreferencesGroup; the page's */
  GPtrArray          *rows;       /* of Row, the first of which are there */
  guint               n_made;
  char              **words;      /* what is looked for, folded */
  const char         *close_action;
};

typedef struct {
  char       *group_title;
  char       *title;
  char       *text;
  const char *icon_name;   /* (nullable): static */
  char       *folded;      /* what it says, for comparing */
  GtkWidget  *widget;      /* (nullable) until it is made: the group's */
  GtkWidget  *group;       /* (nullable) until it is made: the page's */
} Row;

G_DEFINE_FINAL_TYPE (WallHelp, wall_help, ADW_TYPE_BIN)

static void
free_row (gpointer data)
{
  Row *row = data;

  g_free (row->group_title);
  g_free (row->title);
  g_free (row->text);
  g_free (row->folded);
  g_free (row);
}

static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);

  return g_utf8_casefold (normal ? normal : "", -1);
}

/* Whether a topic has every word, wherever it stands. */
static gboolean
is_wanted (WallHelp  *self,
           const Row *row)
{
  for (guint i = 0; self->words && self->words[i]; i++)
    if (strstr (row->folded, self->words[i]) == NULL)
      return FALSE;

  return TRUE;
}

/* A group is there as soon as one of its rows is. */
static void
show_row (WallHelp *self,
          Row      *row)
{
  gboolean is_shown = is_wanted (self, row);

  gtk_widget_set_visible (row->widget, is_shown);
  if (is_shown)
    gtk_widget_set_visible (row->group, TRUE);
}

static void
on_search_changed (WallHelp *self)
{
  g_autofree char *wanted = fold (gtk_editable_get_text (self->search_entry));
  gboolean is_found = FALSE;

  g_strfreev (self->words);
  self->words = g_strsplit_set (wanted, " \t", -1);
  for (guint i = 0; i < self->groups->len; i++)
    gtk_widget_set_visible (self->groups->pdata[i], FALSE);
  for (guint i = 0; i < self->n_made; i++)
    show_row (self, self->rows->pdata[i]);
  for (guint i = 0; i < self->rows->len; i++)
    is_found |= is_wanted (self, self->rows->pdata[i]);

  gtk_stack_set_visible_child (self->stack, is_found ? GTK_WIDGET (self->page) : self->nothing);
}

static GtkWidget *
get_group (WallHelp   *self,
           const char *title)
{
  AdwPreferencesGroup *group = self->groups->len > 0
                                 ? self->groups->pdata[self->groups->len - 1] : NULL;

  if (group && strcmp (adw_preferences_group_get_title (group), title) == 0)
    return GTK_WIDGET (group);

  group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (group, title);
  gtk_widget_set_visible (GTK_WIDGET (group), FALSE);
  adw_preferences_page_add (self->page, group);
  g_ptr_array_add (self->groups, group);

  return GTK_WIDGET (group);
}

static void
add_icon (GtkWidget  *widget,
          const char *icon_name)
{
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);

  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (widget), icon);
}

static GtkWidget *
make_widget (const Row *row)
{
  GtkWidget *widget = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (widget), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), row->title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (widget), row->text);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (widget), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (widget), 0);
  if (row->icon_name)
    add_icon (widget, row->icon_name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, row->title,
                                  -1);
  wall_describe (widget, row->text);

  return widget;
}

static void
make_row (WallHelp *self,
          Row      *row)
{
  row->widget = make_widget (row);
  row->group = get_group (self, row->group_title);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (row->group), row->widget);
  show_row (self, row);
}

static gboolean
on_frame (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       user_data)
{
  WallHelp *self = WALL_HELP (widget);

  if (self->n_made == self->rows->len)
    return G_SOURCE_REMOVE;

  make_row (self, self->rows->pdata[self->n_made++]);

  return G_SOURCE_CONTINUE;
}

static void
add_topic (const char *group,
           const char *title,
           const char *text,
           const char *icon_name,
           gpointer    user_data)
{
  WallHelp *self = user_data;
  g_autofree char *all = g_strjoin (" ", group, title, text, NULL);
  Row *row = g_new0 (Row, 1);

  row->group_title = g_strdup (group);
  row->title = g_strdup (title);
  row->text = g_strdup (text);
  row->icon_name = icon_name;
  row->folded = fold (all);
  g_ptr_array_add (self->rows, row);
}

static void
on_find (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  WallHelp *self = WALL_HELP (widget);

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
on_close (GtkWidget  *widget,
          const char *action_name,
          GVariant   *parameter)
{
  gtk_widget_activate_action (widget, WALL_HELP (widget)->close_action, NULL);
}

static void
finalize (GObject *object)
{
  WallHelp *self = WALL_HELP (object);

  g_strfreev (self->words);
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (wall_help_parent_class)->finalize (object);
}

static void
wall_help_class_init (WallHelpClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  gtk_widget_class_install_action (widget_class, "help.find", NULL, on_find);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "help.find", NULL);
  gtk_widget_class_install_action (widget_class, "help.close", NULL, on_close);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "help.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/watchwall/Watchwall/wall-help.ui");
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_child (widget_class, WallHelp, search_bar);
  gtk_widget_class_bind_template_child (widget_class, WallHelp, search_entry);
  gtk_widget_class_bind_template_child (widget_class, WallHelp, stack);
  gtk_widget_class_bind_template_child (widget_class, WallHelp, page);
  gtk_widget_class_bind_template_child (widget_class, WallHelp, nothing);
}

static void
wall_help_init (WallHelp *self)
{
  self->groups = g_ptr_array_new ();
  self->rows = g_ptr_array_new_with_free_func (free_row);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
  wall_help_text_visit (add_topic, self);
  gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame, NULL, NULL);
}

/**
 * wall_help_new:
 * @close_action: a static name: what takes it away, where it is shown
 *
 * Returns: (transfer floating): the help
 */
GtkWidget *
wall_help_new (const char *close_action)
{
  WallHelp *self = g_object_new (WALL_TYPE_HELP, NULL);

  self->close_action = close_action;

  return GTK_WIDGET (self);
}
