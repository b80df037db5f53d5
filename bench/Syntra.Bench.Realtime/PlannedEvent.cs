namespace Syntra.Bench.Realtime;

/// <summary>What kind of resource an event is about.</summary>
internal enum PlannedKind
{
    Location,
    Device,
    Practitioner,
    Encounter,
}

/// <summary>One event of the load.</summary>
/// <param name="Index">From 0; its trace id says it again.</param>
/// <param name="Kind">Resource type.</param>
/// <param name="Object">Number of the object within its kind.</param>
/// <param name="Revision">Version of the object, from 1.</param>
internal sealed record PlannedEvent(int Index, PlannedKind Kind, int Object, int Revision)
{
    /// <summary>W3C trace id, never all zeros.</summary>
    internal string TraceId => (Index + 1).ToString("x32", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The event that a trace id belongs to; -1 for another's.</summary>
    internal static int IndexOf(string? traceId) =>
        int.TryParse(traceId, System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out int number) ? number - 1 : -1;

    /// <summary>
    /// A day of admissions, staff, devices and departments: two of five events are about departments, the others in equal parts; one of six is a
    /// change of a department or device that came before.
    /// </summary>
    internal static IReadOnlyList<PlannedEvent> Plan(int count, int seed)
    {
        var random = new Random(seed);
        var known = new List<int>[4];
        var revisions = new Dictionary<(PlannedKind Kind, int Object), int>();
        for (int i = 0; i < known.Length; i++)
        {
            known[i] = [];
        }

        var events = new List<PlannedEvent>(count);
        for (int i = 0; i < count; i++)
        {
            int drawn = random.Next(5);
            var kind = drawn < 2 ? PlannedKind.Location : (PlannedKind)(drawn - 1);
            var objects = known[(int)kind];
            bool changes = kind is PlannedKind.Location or PlannedKind.Device && objects.Count > 50 && random.Next(4) == 0;
            int number = changes ? objects[random.Next(objects.Count)] : objects.Count;
            if (!changes)
            {
                objects.Add(number);
            }

            int revision = revisions[(kind, number)] = revisions.GetValueOrDefault((kind, number)) + 1;
            events.Add(new PlannedEvent(i, kind, number, revision));
        }

        return events;
    }
}
