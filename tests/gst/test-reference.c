/* test-reference.c
 *
 * The reference (src/gst/elements.md) says what the plugin has: each table holds the names of what
 * is there, all of them and no others, and a property's default is the one it has.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <gst/gst.h>
#include <string.h>

#include "gstdvripactions.h"
#include "gstdvripdevice.h"
#include "gstdvriperror.h"
#include "gstdvripplugin.h"
#include "gstdvripstatistics.h"
#include "wall-reason.h"

static char *reference;

/* What other protocols are told of only. */
static const WallReason foreign_reasons[] = {
  WALL_REASON_NONE, WALL_REASON_PASSWORD_NEEDED, WALL_REASON_NO_PICTURE, WALL_REASON_NO_DECODER,
  WALL_REASON_WRONG_SERVICE, WALL_REASON_NO_SUCH_STREAM, WALL_REASON_TLS_FAILED,
  WALL_REASON_CERTIFICATE_CHANGED,
};

static GHashTable *
new_names (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* The rows of a section by the name in their first column. */
static GHashTable *
read_rows (const char *heading)
{
  g_autofree char *line = g_strdup_printf ("\n### %s\n", heading);
  const char *start = strstr (reference, line);
  g_autofree char *section = NULL;
  g_auto (GStrv) lines = NULL;
  GHashTable *rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (!start)
    g_error ("The reference has no section “%s”", heading);

  start += strlen (line);
  section = g_strndup (start, strstr (start, "\n#") ? strstr (start, "\n#") - start
                                                    : (gssize) strlen (start));
  lines = g_strsplit (section, "\n", -1);
  for (char **row = lines; *row; row++) {
    g_auto (GStrv) parts = g_strsplit (*row, "`", 3);

    if (g_str_has_prefix (*row, "| `"))
      g_hash_table_insert (rows, g_strdup (parts[1]), g_strdup (*row));
  }

  return rows;
}

static void
assert_same (const char *heading,
             GHashTable *real)
{
  g_autoptr (GHashTable) rows = read_rows (heading);
  GHashTableIter iter;
  gpointer name;

  g_assert_cmpuint (g_hash_table_size (real), >, 0);
  for (g_hash_table_iter_init (&iter, real); g_hash_table_iter_next (&iter, &name, NULL);)
    if (!g_hash_table_contains (rows, name))
      g_error ("“%s” does not name “%s”", heading, (char *) name);

  for (g_hash_table_iter_init (&iter, rows); g_hash_table_iter_next (&iter, &name, NULL);)
    if (!g_hash_table_contains (real, name))
      g_error ("“%s” names “%s”, which there is not", heading, (char *) name);
}

static void
note (GHashTable *names,
      const char *name)
{
  g_hash_table_add (names, g_strdup (name));
}

static GType
type_of_element (const char *name)
{
  g_autoptr (GstElement) element = gst_object_ref_sink (gst_element_factory_make (name, NULL));

  return G_OBJECT_TYPE (element);
}

/* As a person would write it. */
static char *
default_of (GParamSpec *pspec)
{
  const GValue *value = g_param_spec_get_default_value (pspec);

  if (G_VALUE_HOLDS_STRING (value))
    return g_strdup (g_value_get_string (value) ? g_value_get_string (value) : "");
  if (G_VALUE_HOLDS_BOXED (value))
    return g_strdup ("");

  return gst_value_serialize (value);
}

static void
check_properties (const char *name,
                  GType       type)
{
  g_autofree char *heading = g_strdup_printf ("Properties of %s", name);
  g_autoptr (GHashTable) rows = read_rows (heading);
  g_autoptr (GHashTable) real = new_names ();
  g_autoptr (GTypeClass) klass = g_type_class_ref (type);
  guint n_pspecs;
  g_autofree GParamSpec **pspecs = g_object_class_list_properties (G_OBJECT_CLASS (klass),
                                                                   &n_pspecs);

  for (guint i = 0; i < n_pspecs; i++)
    if (pspecs[i]->owner_type == type)
      note (real, pspecs[i]->name);
  assert_same (heading, real);

  for (guint i = 0; i < n_pspecs; i++) {
    const char *row = g_hash_table_lookup (rows, pspecs[i]->name);
    g_auto (GStrv) cells = row ? g_strsplit (row, "|", -1) : NULL;
    g_autofree char *wanted = row ? default_of (pspecs[i]) : NULL;

    if (row && strcmp (g_strstrip (cells[3]), wanted) != 0)
      g_error ("The default of “%s” is “%s”, not “%s”", pspecs[i]->name, wanted, cells[3]);
  }
}

static void
test_properties (void)
{
  g_autoptr (GstDeviceProvider) provider =
    gst_device_provider_factory_get_by_name ("dvripdeviceprovider");

  check_properties ("dvripsrc", type_of_element ("dvripsrc"));
  check_properties ("dvripdemux", type_of_element ("dvripdemux"));
  check_properties ("dvripdeviceprovider", G_OBJECT_TYPE (provider));
}

static void
test_signals (void)
{
  const GType type = type_of_element ("dvripsrc");
  g_autoptr (GHashTable) real = new_names ();
  guint n_ids, n_others;
  g_autofree guint *ids = g_signal_list_ids (type, &n_ids);

  g_free (g_signal_list_ids (type_of_element ("dvripdemux"), &n_others));
  g_assert_cmpuint (n_others, ==, 0);
  for (guint i = 0; i < n_ids; i++)
    note (real, g_signal_name (ids[i]));

  assert_same ("Action signals of dvripsrc", real);
}

static void
test_pads (void)
{
  static const char *const elements[] = { "dvripsrc", "dvripdemux" };

  for (guint i = 0; i < G_N_ELEMENTS (elements); i++) {
    g_autoptr (GstElementFactory) factory = gst_element_factory_find (elements[i]);
    g_autofree char *heading = g_strdup_printf ("Pads of %s", elements[i]);
    g_autoptr (GHashTable) real = new_names ();

    for (const GList *l = gst_element_factory_get_static_pad_templates (factory); l; l = l->next)
      note (real, ((GstStaticPadTemplate *) l->data)->name_template);
    assert_same (heading, real);
  }
}

static void
note_fields (GHashTable         *names,
             const GstStructure *structure)
{
  for (int i = 0; i < gst_structure_n_fields (structure); i++)
    note (names, gst_structure_nth_field_name (structure, (guint) i));
}

static void
test_statistics (void)
{
  static const char *const elements[] = { "dvripsrc", "dvripdemux" };

  for (guint i = 0; i < G_N_ELEMENTS (elements); i++) {
    g_autoptr (GstElement) element =
      gst_object_ref_sink (gst_element_factory_make (elements[i], NULL));
    g_autofree char *heading = g_strdup_printf ("Statistics of %s", elements[i]);
    g_autoptr (GHashTable) real = new_names ();
    g_autoptr (GstStructure) statistics = NULL;

    g_object_get (element, "statistics", &statistics, NULL);
    note_fields (real, statistics);
    assert_same (heading, real);
  }
}

/* What the element posted, which has to be of that name. */
static void
note_posted (GHashTable *names,
             GstBus     *bus,
             const char *name)
{
  g_autoptr (GstMessage) message = gst_bus_pop_filtered (bus, GST_MESSAGE_ELEMENT);

  g_assert_nonnull (message);
  g_assert_true (gst_message_has_name (message, name));
  note_fields (names, gst_message_get_structure (message));
}

static void
post_reply (GstElement      *element,
            DvripRequestKind kind,
            const char      *message,
            GBytes          *picture)
{
  g_autoptr (JsonNode) node = message ? json_from_string (message, NULL) : NULL;
  const DvripReply reply = {
    .request = 1,
    .kind = kind,
    .outcome = DVRIP_OUTCOME_DONE,
    .message = node ? json_node_get_object (node) : NULL,
    .picture = picture,
  };

  gst_dvrip_reply_post (element, &reply);
}

static void
test_messages (void)
{
  static const char titles[] = "{ \"Ret\": 100, \"ChannelTitle\": [ \"Gate\", \"Yard\" ] }";
  static const char info[] = "{ \"Ret\": 100, \"SystemInfo\": { \"HardWare\": \"a\" } }";
  g_autoptr (GstElement) element = gst_object_ref_sink (gst_element_factory_make ("dvripsrc", NULL));
  g_autoptr (GstBus) bus = gst_bus_new ();
  g_autoptr (GBytes) picture = g_bytes_new_static ("", 0);
  g_autoptr (GHashTable) reply = new_names ();
  g_autoptr (GHashTable) alarm = new_names ();
  g_autoptr (GHashTable) closed = new_names ();
  const DvripAlarm some = { .channel = 0 };

  gst_element_set_bus (element, bus);
  post_reply (element, DVRIP_REQUEST_SNAPSHOT, NULL, picture);
  note_posted (reply, bus, "dvrip-reply");
  post_reply (element, DVRIP_REQUEST_TITLES, titles, NULL);
  note_posted (reply, bus, "dvrip-reply");
  post_reply (element, DVRIP_REQUEST_SYSTEM_INFO, info, NULL);
  note_posted (reply, bus, "dvrip-reply");
  assert_same ("The message dvrip-reply", reply);

  gst_dvrip_alarm_post (element, &some);
  note_posted (alarm, bus, "dvrip-alarm");
  assert_same ("The message dvrip-alarm", alarm);

  gst_dvrip_closed_post (element, DVRIP_ENDED_BY_US, NULL);
  note_posted (closed, bus, "dvrip-closed");
  assert_same ("The message dvrip-closed", closed);
  gst_element_set_bus (element, NULL);
}

static void
test_outcomes (void)
{
  g_autoptr (GHashTable) real = new_names ();

  for (guint outcome = 0; outcome < DVRIP_N_OUTCOMES; outcome++) {
    const DvripReply reply = { .outcome = (DvripOutcome) outcome, .ret = DVRIP_RET_NONE };

    note (real, dvrip_reply_get_reason (&reply));
  }

  assert_same ("Outcomes of a request", real);
}

static void
test_reasons (void)
{
  g_autoptr (GHashTable) real = new_names ();

  for (guint reason = 0; reason < WALL_N_REASONS; reason++)
    note (real, wall_reason_to_nick ((WallReason) reason));
  for (guint i = 0; i < G_N_ELEMENTS (foreign_reasons); i++)
    g_hash_table_remove (real, wall_reason_to_nick (foreign_reasons[i]));

  assert_same ("Progress and errors", real);
}

static void
test_device (void)
{
  const DvripDevice found = { .address = (char *) "192.0.2.1", .port = 34567 };
  g_autoptr (GstDevice) device = gst_object_ref_sink (gst_dvrip_device_new (&found));
  g_autoptr (GstStructure) properties = gst_device_get_properties (device);
  g_autoptr (GHashTable) real = new_names ();

  note_fields (real, properties);
  assert_same ("Properties of a device", real);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  gst_dvrip_register_static ();
  g_assert_cmpint (argc, ==, 2);
  g_file_get_contents (argv[1], &reference, NULL, &error);
  g_assert_no_error (error);

  g_test_add_func ("/gst/reference/properties", test_properties);
  g_test_add_func ("/gst/reference/signals", test_signals);
  g_test_add_func ("/gst/reference/pads", test_pads);
  g_test_add_func ("/gst/reference/statistics", test_statistics);
  g_test_add_func ("/gst/reference/messages", test_messages);
  g_test_add_func ("/gst/reference/outcomes", test_outcomes);
  g_test_add_func ("/gst/reference/reasons", test_reasons);
  g_test_add_func ("/gst/reference/device", test_device);

  status = g_test_run ();
  g_free (reference);

  return status;
}
