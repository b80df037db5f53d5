using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;

namespace Syntra.Fusion.Objects.Customers;

/// <summary>Bodies of hubOrganizations and hubPersons.</summary>
internal static class CustomerBodies
{
    public static byte[] Party(ObjectInstruction instruction, Party party, ObjectSettings settings) => JsonBody.Object(json =>
    {
        json.WriteString("PartyNumber", party.Number);
        json.WriteString("SourceSystem", settings.SourceSystem);
        json.WriteString("SourceSystemReferenceValue", instruction.ObjectKey);
        json.WriteString("CreatedByModule", settings.CreatedByModule);
        json.WriteString("PartyUsageCode", "CUSTOMER");
        WriteName(json, party);
        json.WriteArray("Address", items =>
        {
            items.WriteStartObject();
            items.WriteString("AddressType", "BILL_TO");
            items.WriteString("Country", instruction.Customer!.Country);

            // The line is mandatory; without a declared route it says no more than the number does.
            items.WriteString("Address1", party.Person?.Address1 ?? party.Number);
            WriteIf(items, "City", party.Person?.City);
            WriteIf(items, "State", party.Person?.State);
            WriteIf(items, "PostalCode", party.Person?.PostalCode);
            items.WriteEndObject();
        });
    });

    public static byte[] Change(Party party) => JsonBody.Object(json =>
    {
        WriteName(json, party);
        json.WriteString("Status", party.Active ? "A" : "I");
    });

    private static void WriteName(System.Text.Json.Utf8JsonWriter json, Party party)
    {
        if (party.Person is { } person)
        {
            json.WriteString("FirstName", person.FirstName);
            json.WriteString("LastName", person.LastName);
        }
        else
        {
            json.WriteString("OrganizationName", party.Organization);
        }
    }

    private static void WriteIf(System.Text.Json.Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
