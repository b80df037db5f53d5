namespace Syntra.Cli.Configuration;

/// <summary>Who decides about held corrections.</summary>
internal sealed class ReviewConfiguration
{
    /// <summary>People and their roles; the rules of the workbook say which roles may decide what.</summary>
    public List<ReviewerConfiguration> People { get; set => field = value ?? []; } = [];

    /// <summary>The person of a user name; letter case and outer blanks do not matter.</summary>
    internal ReviewerConfiguration? Find(string user) => People.Find(person => person.User.Trim().Equals(user.Trim(), StringComparison.OrdinalIgnoreCase));
}

/// <summary>One person.</summary>
internal sealed class ReviewerConfiguration
{
    /// <summary>User name.</summary>
    public string User { get; set => field = value ?? ""; } = "";

    /// <summary>Roles, as the workbook's approver_roles name them.</summary>
    public List<string> Roles { get; set => field = value ?? []; } = [];
}
