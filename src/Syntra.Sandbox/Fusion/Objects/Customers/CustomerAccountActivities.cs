using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Objects.Calls;
using Syntra.Sandbox.Fusion.Objects.Store;

namespace Syntra.Sandbox.Fusion.Objects.Customers;

/// <summary>receivablesCustomerAccountActivities: shows accounts, makes none.</summary>
internal sealed class CustomerAccountActivities : IObjectResource
{
    public const string Accounts = "customerAccounts";
    private static readonly string[] s_queryable = ["AccountNumber", "AccountId", "AccountDescription"];

    public string Api => "fscmRestApi";

    public string Name => "receivablesCustomerAccountActivities";

    public ObjectAnswer Handle(ObjectRequest request, ObjectTransaction transaction)
    {
        if (request.Method != "GET" || request.Path.Count != 1)
        {
            throw FusionProblem.BadRequest("Invalid operation create for the specified resource.");
        }

        IEnumerable<ObjectRow> rows = Items.Asked(request, "AccountNumber") is { Length: > 0 } number
            ? transaction.Tables.FindByKey(Accounts, number) is { } row ? [row] : []
            : transaction.Tables.Children(Accounts);
        return Items.Page(request, rows, s_queryable, static row => json =>
        {
            json.WriteStartObject();
            json.WriteString("AccountId"u8, row.Text("CustomerAccountId"));
            json.WriteString("AccountNumber"u8, row.Text("AccountNumber"));
            json.WriteString("AccountDescription"u8, row.Text("AccountName"));
            json.WriteEndObject();
        });
    }
}
