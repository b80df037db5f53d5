using System.Text.Json.Nodes;
using Syntra.Sandbox.Fusion.Objects.Customers;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Setup;

namespace Syntra.Sandbox.Fusion.Hub;

/// <summary>What became of one customer of a batch: made (I), changed (U), left alone (N), or the error of one of its rows.</summary>
internal sealed record CustomerOutcome(string Reference, string? Action, long? PartyId, string? AccountNumber, string File, string? Error);

/// <summary>Applies one customer's rows of the seven files; every level is found by source system and reference.</summary>
internal sealed class CustomerRows(ObjectTransaction transaction, FusionObjectSetup setup, string system, string reference)
{
    private const int LongestReference = 240;

    public CustomerOutcome Apply(ILookup<string, List<string>> rows)
    {
        if (!setup.SourceSystems.Contains(system))
        {
            return Refuse(CustomerLoad.Parties, "HZ_INVALID_ORIG_SYSTEM");
        }

        if (reference.Length > LongestReference || rows[CustomerLoad.Parties].LastOrDefault() is not { } party)
        {
            return Refuse(CustomerLoad.Parties, "HZ_IMP_PARTY_NOT_FOUND");
        }

        if (Problem(rows, party) is var (file, message))
        {
            return Refuse(file, message);
        }

        var account = rows[CustomerLoad.Accounts].Last();
        var key = $"{system}|{reference}";
        var standing = transaction.Tables.FindByKey("partyReferences", key) is { } known ? transaction.Tables.FindByKey(HubParties.Parties, known.Text("PartyNumber")!) : null;
        if (standing is null && transaction.Tables.FindByKey(HubParties.Parties, account[5]) is not null)
        {
            return Refuse(CustomerLoad.Parties, "HZ_DUP_PARTY_NUMBER");
        }

        var (row, action) = Party(standing, key, party, account[5], rows["HzImpLocationsT"].Last());
        return new CustomerOutcome(reference, action, row.Id, Account(row, account, rows), CustomerLoad.Parties, null);
    }

    private CustomerOutcome Refuse(string file, string message) => new(reference, null, null, null, file, message);

    private (string File, string Message)? Problem(ILookup<string, List<string>> rows, List<string> party)
    {
        if (party[9].Length == 0 || party[9].Contains('<', StringComparison.Ordinal))
        {
            return (CustomerLoad.Parties, "HZ_IMP_INVALID_PARTY_NAME");
        }

        if (party[4] is not ("ORGANIZATION" or "PERSON") || party[3] is not ("I" or "U"))
        {
            return (CustomerLoad.Parties, "HZ_IMP_INVALID_PARTY_TYPE");
        }

        if (rows["HzImpLocationsT"].LastOrDefault() is not { } location || location[4].Length != 2 || location[5].Length == 0)
        {
            return ("HzImpLocationsT", "HZ_IMP_ADDRESS_INVALID");
        }

        // A level whose parent is not named, or not at all there, is refused with all of the customer.
        foreach (var (file, at) in ((string, int)[])[("HzImpPartySitesT", 4), ("HzImpPartySiteUsesT", 4), (CustomerLoad.Accounts, 4), ("HzImpAcctSitesT", 4), ("HzImpAcctSiteUsesT", 4)])
        {
            if (rows[file].LastOrDefault() is not { } child || child[at] != reference)
            {
                return (file, "HZ_IMP_PARENT_NOT_FOUND");
            }
        }

        return setup.BusinessUnits.Contains(rows["HzImpAcctSitesT"].Last()[11]) ? null : ("HzImpAcctSitesT", "HZ_IMP_SET_CODE_INVALID");
    }

    private (ObjectRow Row, string Action) Party(ObjectRow? standing, string key, List<string> party, string number, List<string> location)
    {
        JsonObject name = party[4] == "PERSON" ? Person(party[9]) : new JsonObject { ["OrganizationName"] = party[9] };
        if (standing is not null)
        {
            var next = standing.With(name);
            return next.Attributes.SameAs(standing.Attributes) ? (standing, "N") : (transaction.Update(standing, next), "U");
        }

        name["PartyNumber"] = number;
        name["PartyType"] = party[4];
        name["Status"] = "A";
        name["Address"] = new JsonArray(new JsonObject
        {
            ["AddressType"] = "BILL_TO", ["Country"] = location[4], ["Address1"] = location[5], ["PartySiteId"] = transaction.Insert("partySites", null, ObjectAttributes.None).Id,
        });
        var row = transaction.Insert(HubParties.Parties, number, name, "PartyId");
        transaction.Insert("partyReferences", key, new JsonObject { ["PartyNumber"] = number });
        return (row, "I");
    }

    /// <summary>The tenth column is the whole name; behind it the template has the parts of a person's, which are not used here.</summary>
    private static JsonObject Person(string name)
    {
        var space = name.IndexOf(' ', StringComparison.Ordinal);
        return new JsonObject { ["FirstName"] = space < 0 ? "" : name[..space], ["LastName"] = name[(space + 1)..] };
    }

    private string Account(ObjectRow party, List<string> account, ILookup<string, List<string>> rows)
    {
        var attributes = new JsonObject
        {
            ["AccountNumber"] = account[5], ["AccountName"] = account[9], ["PartyId"] = party.Id, ["OrigSystem"] = system, ["OrigSystemReference"] = reference,
            ["SiteUses"] = new JsonArray([.. rows["HzImpAcctSiteUsesT"].Select(static u => (JsonNode)u[5])]),
        };
        if (transaction.Tables.FindByKey(CustomerAccountActivities.Accounts, account[5]) is not { } standing)
        {
            transaction.Insert(CustomerAccountActivities.Accounts, account[5], attributes, "CustomerAccountId");
        }
        else if (standing.With(attributes) is var next && !next.Attributes.SameAs(standing.Attributes))
        {
            transaction.Update(standing, next);
        }

        return account[5];
    }
}
