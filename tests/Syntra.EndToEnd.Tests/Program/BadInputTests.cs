using System.Globalization;
using System.Text;
using Syntra.Contracts;

namespace Syntra.EndToEnd.Tests.Program;

/// <summary>A row that cannot be posted ends in a state with a name, under its own id, and nothing of it is repeated there.</summary>
public sealed class BadInputTests(FinishedDay day)
{
    private static readonly TopicNames Topics = new("lakeside");

    /// <summary>Rows that end in the dead-letter topic: how SQL finds the row, and the reason that it must end with.</summary>
    private static readonly (string Row, string Reason)[] DeadLettered =
    [
        ("ENCNTR_ID = 0", "no-encounter"),
        ("ITEM_EXTENDED_PRICE = 'SEE NOTE'", "amount-not-a-number"),
        ("ITEM_EXTENDED_PRICE IS NULL", "no-amount"),
        ("ITEM_EXTENDED_PRICE <> 'SEE NOTE' AND abs(ITEM_EXTENDED_PRICE - ITEM_QUANTITY * ITEM_PRICE) > 0.005", "extended-price-mismatch"),
        ("SERVICE_DT_TM LIKE '2099%'", "service-date-in-future"),
    ];

    /// <summary>Rows that wait for reference data, and the row that they name as missing, as far as it is fixed.</summary>
    private static readonly (string Row, string Reason, string Missing)[] Parked =
    [
        ("ENCNTR_ID = 96999999", "encounter-not-there-yet", "encounter|96999999"),
        ("ENCNTR_ID IN (SELECT ENCNTR_ID FROM ENCOUNTER WHERE ORGANIZATION_ID = 589790)", "no-crosswalk-row", "facility|589790|"),
        ("PROCESS_FLG = 4242", "no-crosswalk-row", "process-flag|4242|"),
    ];

    [Fact]
    public async Task Every_kind_of_bad_row_ends_in_its_named_state()
    {
        using var folder = new TemporaryFolder();
        string state = folder.Sub("state");
        var outcome = await day.CopyToAsync(state);
        await using var stopped = await StoppedState.OpenAsync(state);
        // A refused charge that is saved again is refused again: the latest letter speaks for it.
        var letters = stopped.Values<DeadLetter>(Topics.DeadLetters).GroupBy(letter => letter.RecordId).Select(g => g.MaxBy(letter => letter.SourceVersion)!).ToList();
        var parked = stopped.Values<ParkedCharge>(Topics.Parked).GroupBy(p => p.RecordId).ToDictionary(g => g.Key, g => g.Last());

        foreach (var (row, reason) in DeadLettered)
        {
            Assert.Equal([reason], letters.Where(letter => letter.RecordId == stopped.Charge(Id(state, row))).Select(letter => letter.ReasonCode));
        }
        foreach (var (row, reason, missing) in Parked)
        {
            var waiting = parked[stopped.Charge(Id(state, row))];
            Assert.Equal(reason, waiting.ReasonCode);
            Assert.StartsWith(missing.Replace("96999999", stopped.Encounter("96999999"), StringComparison.Ordinal), waiting.Missing, StringComparison.Ordinal);
        }

        Assert.Single(letters, letter => letter.ReasonCode == "id-not-exact");
        Assert.Equal(3, letters.Count(letter => letter.ReasonCode == "fusion-EF04"));
        Assert.Equal(DeadLettered.Length + 1 + 3, letters.Count);
        Assert.Equal(outcome.Count("deadLetterCount"), letters.Count);
        Assert.Equal(outcome.Amount("deadLetterAmount"), Text(letters.Sum(letter => letter.Amount)));
    }

    [Fact]
    public async Task An_id_beyond_the_exact_doubles_is_posted_digit_by_digit()
    {
        using var folder = new TemporaryFolder();
        string state = folder.Sub("state");
        await day.CopyToAsync(state);
        await using var stopped = await StoppedState.OpenAsync(state);
        string exact = stopped.Charge("9007199254740993");

        var lines = StoppedState.Query(System.IO.Path.Combine(state, "fusion.db"), $"SELECT description FROM gl_je_lines WHERE description LIKE '%{exact}%'");

        Assert.Equal(2, lines.Count);
    }

    [Fact]
    public async Task A_pending_charge_is_no_money_anywhere()
    {
        using var folder = new TemporaryFolder();
        string state = folder.Sub("state");
        await day.CopyToAsync(state);
        await using var stopped = await StoppedState.OpenAsync(state);
        string id = stopped.Charge(Id(state, "PROCESS_FLG = 0"));

        Assert.Empty(StoppedState.Query(System.IO.Path.Combine(state, "fusion.db"), $"SELECT description FROM gl_je_lines WHERE description LIKE '%{id}%'"));
        var known = stopped.Opened<PostedCharge>("lakeside-charges-posted-changelog", LogicalTopics.PostedCharge).Last(charge => charge.RecordId == id);
        Assert.Equal(ChargeStatus.NothingDue, known.Status);
        Assert.False(known.Money);
        Assert.DoesNotContain(stopped.Messages(Topics.Journal), m => m.Key == id);
    }

    [Fact]
    public async Task A_dead_letter_repeats_nothing_of_the_row()
    {
        using var folder = new TemporaryFolder();
        string state = folder.Sub("state");
        await day.CopyToAsync(state);
        string database = System.IO.Path.Combine(state, "millennium.db");
        await using var stopped = await StoppedState.OpenAsync(state);
        string[] secrets =
        [
            "SEE NOTE", "96999999",
            .. StoppedState.Query(database, "SELECT DISTINCT ENCNTR_ID FROM ENCOUNTER WHERE ENCNTR_ID > 1000"),
            .. StoppedState.Query(database, "SELECT DISTINCT PERSON_ID FROM ENCOUNTER WHERE PERSON_ID > 1000"),
            .. StoppedState.Query(database, "SELECT DISTINCT CHARGE_DESCRIPTION FROM CHARGE WHERE length(CHARGE_DESCRIPTION) > 3"),
            .. StoppedState.Query(database, "SELECT DISTINCT substr(SERVICE_DT_TM, 1, 10) FROM CHARGE"),
            .. StoppedState.Query(database, "SELECT DISTINCT printf('%.2f', ITEM_PRICE) FROM CHARGE WHERE ITEM_PRICE > 10"),
        ];

        var messages = stopped.Messages(Topics.DeadLetters);

        Assert.NotEmpty(messages);
        foreach (var message in messages)
        {
            string all = message.Key + Encoding.Latin1.GetString(message.Value!) + string.Concat((message.Headers ?? []).Select(h => h.Key + Encoding.Latin1.GetString(h.GetValueBytes() ?? [])));
            Assert.DoesNotContain(secrets, secret => all.Contains(secret, StringComparison.Ordinal));
        }
        string log = await File.ReadAllTextAsync(System.IO.Path.Combine(state, "syntra.log"));
        Assert.DoesNotContain("SEE NOTE", log, StringComparison.Ordinal);
    }

    private static string Id(string state, string where) =>
        Assert.Single(StoppedState.Query(System.IO.Path.Combine(state, "millennium.db"), $"SELECT CHARGE_ITEM_ID FROM CHARGE WHERE {where} AND typeof(CHARGE_ITEM_ID) = 'integer'"));

    private static string Text(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);
}
